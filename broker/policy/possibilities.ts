import type { CatalogAction } from './bundle-shape.ts';
import { type CedarCall, type CedarValue, delegationCall } from './cedar-call.ts';
import { precheck } from './decide-request.ts';
import type { PreparedPolicies } from './judge.ts';
import { mergeObligations, noObligations } from './obligations.ts';
import type { Account, Actor, Subject } from './question.ts';
import { conditionsOf, EMERGENCY, type Residual } from './residual-words.ts';
import { defaultObligations } from './risk-defaults.ts';
import type { Obligations, Reason } from './verdict.ts';

/** Who, about whom: everything else of a request is left open. */
export interface PossibilityQuestion {
  readonly actor: Actor;
  readonly subject: Subject;
  readonly account: Account;
  readonly now: Date;
}

export interface Possibility {
  readonly action: string;
  readonly title: string;
  readonly risk: string;
  /** `depends`: on what is not known yet. No answer to whether a request would be granted. */
  readonly outcome: 'permitted' | 'never' | 'depends';
  readonly reasons: readonly Reason[];
  /** Each by itself suffices, when all its conditions hold. */
  readonly permits: readonly (Reason & { when: readonly string[]; obligations: Obligations })[];
  /** Each by itself forbids, when all its conditions hold. */
  readonly forbids: readonly (Reason & { when: readonly string[] })[];
}

export type PartialAnswer =
  | {
      readonly type: 'residuals';
      readonly decision: 'allow' | 'deny' | null;
      /** Policies that hold whatever comes. */
      readonly satisfied: readonly string[];
      /** Those of which something is left, with what is left. */
      readonly open: ReadonlyMap<string, Residual>;
    }
  | { readonly type: 'failure'; readonly errors: readonly string[] };

export type AskPartly = (call: CedarCall) => PartialAnswer;

const UNKNOWN = ['emergency', 'ticket', 'purpose', 'durationSeconds', 'now', 'open'];

/** What could be asked for at all: a partial evaluation, for people to look at and never to decide by. */
export function possibilities(
  policies: PreparedPolicies,
  ask: AskPartly,
  question: PossibilityQuestion,
): Possibility[] {
  return [...policies.actions.values()]
    .filter(({ backend }) => backend === question.account.backend)
    .map((entry) => ({
      action: entry.id,
      title: entry.title,
      risk: entry.risk,
      ...possibility(policies, ask, question, entry),
    }));
}

function possibility(
  policies: PreparedPolicies,
  ask: AskPartly,
  { actor, subject, account, now }: PossibilityQuestion,
  { id, risk }: Pick<CatalogAction, 'id' | 'risk'>,
): Omit<Possibility, 'action' | 'title' | 'risk'> {
  const [intent] = policies.bundle.intents;
  const question = {
    stage: 'request' as const,
    principal: actor,
    actions: [id],
    resource: { account, subject },
    context: {
      emergency: false,
      ticket: '',
      purposeCode: intent?.id ?? '',
      durationSeconds: 60,
      now,
      senderConstrained: true,
      chainDepth: 1,
      approvals: [],
    },
  };
  const refusal = precheck(policies, question, id);
  if (refusal) return never([refusal]);
  const call = delegationCall(policies.bundle, question, { action: id, risk, approvalsComplete: true });
  const answer = ask({ ...call, context: { ...call.context, ...unknowns } });
  if (answer.type === 'failure') return never([{ id: 'engine:failed', text: answer.errors.join('; ') }]);
  // In the order of the policies: Cedar gives them in none.
  const all = [...policies.policies.values()].flatMap((policy) => {
    if (answer.satisfied.includes(policy.id)) return [{ policy, when: [] }];
    return answer.open.has(policy.id) ? [{ policy, when: conditionsOf(answer.open.get(policy.id)) }] : [];
  });
  if (answer.decision === 'deny') {
    const why = all
      .filter(({ policy, when }) => policy.effect === 'forbid' && when.length === 0)
      .map(({ policy: { id, reason } }) => ({ id, text: reason }));
    return never(why.length > 0 ? why : [{ id: 'engine:no-permit', text: 'No policy permits this.' }]);
  }
  return {
    outcome: answer.decision === 'allow' ? 'permitted' : 'depends',
    reasons: [],
    permits: all
      .filter(({ policy }) => policy.effect === 'permit')
      .map(({ policy: { id, reason, annotations }, when }) => ({
        id,
        text: reason,
        when,
        obligations: asked(policies, annotations.obligations, {
          risk,
          marks: subject.marks,
          emergency: when.includes(EMERGENCY),
        }),
      })),
    forbids: all
      .filter(({ policy }) => policy.effect === 'forbid')
      .map(({ policy: { id, reason }, when }) => ({ id, text: reason, when })),
  };
}

function asked(
  { bundle }: PreparedPolicies,
  own: Obligations = noObligations,
  of: { risk: CatalogAction['risk']; marks: readonly string[]; emergency: boolean },
): Obligations {
  const merged = mergeObligations(
    [own, ...defaultObligations(bundle, of.risk, of.marks, of.emergency)],
    bundle.assurance,
  );
  return 'problem' in merged ? own : merged;
}

const unknowns: Record<string, CedarValue> = Object.fromEntries(
  UNKNOWN.map((name) => [name, { __extn: { fn: 'unknown', arg: name } }]),
);

function never(reasons: readonly Reason[]): Omit<Possibility, 'action' | 'title' | 'risk'> {
  return { outcome: 'never', reasons, permits: [], forbids: [] };
}
