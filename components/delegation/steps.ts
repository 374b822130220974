import { spellGroup } from './status.ts';
import { approvalsComplete, type DelegationView } from './view.ts';

export interface Step {
  title: string;
  state: 'done' | 'now' | 'open' | 'failed' | 'skipped';
  at?: string | undefined;
  about?: string | undefined;
}

type Reader = 'staff' | 'customer';

/** The road of a delegation from its filing to its end, walked and unwalked. */
export function stepsOf(delegation: DelegationView, reader: Reader = 'staff'): Step[] {
  return [
    {
      title: reader === 'staff' ? 'Filed' : 'Asked',
      state: 'done',
      at: delegation.createdAt,
      about: `by ${delegation.actor.name}`,
    },
    ...approvalSteps(delegation),
    ...questionSteps(delegation),
    ...consentSteps(delegation, reader),
    grantStep(delegation),
    ...endSteps(delegation),
  ];
}

function approvalSteps(delegation: DelegationView): Step[] {
  const denial = delegation.reviews.find((review) => review.decision === 'deny');
  let open = true;
  return delegation.approvals.map((stage): Step => {
    const title = `Approval from ${stage.from.map(spellGroup).join(' or ')}`;
    const count = stage.needed > 1 ? `${stage.given} of ${stage.needed} signatures` : undefined;
    if (stage.given >= stage.needed) return { title, state: 'done', about: count };
    if (!open) return { title, state: unreached(delegation), about: count };
    open = false;
    if (denial) return { title, state: 'failed', at: denial.at, about: `${denial.by.name} said no` };
    return { title, state: delegation.status === 'pending' ? 'now' : 'skipped', about: count };
  });
}

function questionSteps(delegation: DelegationView): Step[] {
  return delegation.reviews.flatMap((review, position): Step[] => {
    if (review.decision !== 'ask') return [];
    const title = `Question ${delegation.reviews.slice(0, position + 1).filter(isQuestion).length}`;
    if (review.answer)
      return [
        {
          title: `${title} answered`,
          state: 'done',
          at: review.answer.at,
          about: `by ${delegation.actor.name}`,
        },
      ];
    const asked = { at: review.at, about: `asked by ${review.by.name}` };
    return [{ title, state: delegation.status === 'pending' ? 'now' : 'skipped', ...asked }];
  });
}

const isQuestion = ({ decision }: DelegationView['reviews'][number]): boolean => decision === 'ask';

function consentSteps(delegation: DelegationView, reader: Reader): Step[] {
  const { needed, given, decision, at } = delegation.consent;
  if (!needed) return [];
  if (delegation.consent.offered) return [{ title: sayOffer(delegation, reader), state: 'done', at }];
  const title = reader === 'staff' ? `Consent of ${delegation.subject.name}` : 'Your answer';
  if (decision === 'refuse')
    return [{ title, state: 'failed', at, about: reader === 'staff' ? 'refused' : 'no' }];
  if (given) return [{ title, state: 'done', at, ...(reader === 'staff' ? {} : { about: 'yes' }) }];
  const now = delegation.status === 'pending' && approvalsComplete(delegation);
  return [{ title, state: now ? 'now' : unreached(delegation) }];
}

const sayOffer = ({ subject }: DelegationView, reader: Reader): string =>
  reader === 'staff' ? `Covered by an offer of ${subject.name}` : 'Covered by your offer';

function grantStep(delegation: DelegationView): Step {
  return delegation.grantedAt
    ? { title: 'Granted', state: 'done', at: delegation.grantedAt }
    : { title: 'Granted', state: unreached(delegation) };
}

function endSteps(delegation: DelegationView): Step[] {
  const { status, ended } = delegation;
  if (status === 'pending') return [];
  if (status === 'granted') return [{ title: 'Ends by itself', state: 'open', at: delegation.expiresAt }];
  const title = status.charAt(0).toUpperCase() + status.slice(1);
  const about = ended && `by ${ended.by}${ended.reason ? `: ${ended.reason}` : ''}`;
  return [{ title, state: status === 'completed' ? 'done' : 'failed', at: ended?.at, about }];
}

function unreached(delegation: DelegationView): 'open' | 'skipped' {
  return delegation.status === 'pending' ? 'open' : 'skipped';
}
