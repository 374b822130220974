import type { components } from '@countersign/client';
import { plural } from '#components/delegation/duration.ts';
import { spellGroup } from '#components/delegation/status.ts';
import type { Possibilities, PossibleAction, Simulated } from '#components/policy/trial.ts';
import { obligationWords } from './obligation-words.ts';

type Wire = components['schemas'];

const risks = ['read', 'write', 'sensitive', 'never'] as const;

function possible(one: Wire['PolicyPossibilities']['actions'][number]): PossibleAction {
  const { action: id, title, outcome, reasons, permits, forbids } = one;
  return {
    ...{ id, title, outcome, reasons, forbids },
    // What this page does not know is shown as the worst.
    risk: risks.find((risk) => risk === one.risk) ?? 'never',
    permits: permits.map(({ obligations, ...permit }) => ({ ...permit, asks: obligationWords(obligations) })),
  };
}

export function possibilitiesView({
  actions,
  policy_version: version,
}: Wire['PolicyPossibilities']): Possibilities {
  return { version, actions: actions.map(possible) };
}

export function simulatedView(
  simulated: Wire['PolicySimulated'],
  titles: ReadonlyMap<string, string>,
): Simulated {
  const { told, reasons, now, policy_version: version, obligations, required, actions } = simulated;
  return {
    ...{ told, reasons, now, version },
    allowed: simulated.decision === 'allow',
    asks: obligationWords({ ...obligations, approvals: [] }),
    signatures: required.map(({ needed, from, flow, stage, eligible }) => ({
      text: `${plural(needed, 'signature')} from ${from.map(spellGroup).join(' or ')} (flow ${flow}, stage ${stage})`,
      eligible: eligible.map(({ name }) => name),
    })),
    actions: actions.map(({ action, decision, reasons: why }) => ({
      id: action,
      title: titles.get(action) ?? action,
      allowed: decision === 'allow',
      reasons: why,
    })),
  };
}
