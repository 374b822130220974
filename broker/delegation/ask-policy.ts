import type { Context } from '../context.ts';
import { findAccount } from '../identity/find-account.ts';
import type { DirectoryAccount, DirectoryPerson } from '../identity/store.ts';
import { flowState } from '../policy/flows.ts';
import { mergeObligations } from '../policy/obligations.ts';
import type { Actor, Approval, Consent, Stage } from '../policy/question.ts';
import type { ActionVerdict, DelegationVerdict, Reason } from '../policy/verdict.ts';
import { accountOf, type DelegationSession, longestDuration, purposeOf } from './details.ts';
import { unlessReviewOverdue } from './overdue-review.ts';

export interface Asked {
  stage: Stage;
  actor: Actor;
  subject: DirectoryPerson;
  details: readonly DelegationSession[];
  emergency: boolean;
  approvals: readonly Approval[];
  filedAt: Date;
  consent?: Consent;
  /** Actors in a row; 1 where nobody passed the delegation on. */
  chainDepth?: number;
}

interface Part {
  backend: string;
  accountId: string;
  identifier: string;
  actions: Set<string>;
}

/** One question for each account at each backend. */
function partsOf(details: readonly DelegationSession[]): Part[] {
  const parts = new Map<string, Part>();
  for (const item of details) {
    const accountId = accountOf(item);
    for (const action of item.actions) {
      const backend = action.split(':')[0] ?? '';
      const key = `${backend} ${accountId}`;
      const part = parts.get(key) ?? {
        backend,
        accountId,
        identifier: `account/${accountId}`,
        actions: new Set(),
      };
      part.actions.add(action);
      parts.set(key, part);
    }
  }
  return [...parts.values()];
}

/** Staff in the customer's clothes: the broker says so itself, whatever marks the directory carries. */
function isStaff(subject: DirectoryPerson): boolean {
  return subject.marks.includes('staff');
}

function ask(context: Context, asked: Asked, part: Part, owner: string): DelegationVerdict {
  const { ref, code } = purposeOf(asked.details);
  return context.policy.decideRequest({
    stage: asked.stage,
    principal: asked.actor,
    actions: [...part.actions],
    resource: {
      account: { identifier: part.identifier, backend: part.backend, owner },
      subject: {
        id: asked.subject.id,
        marks: asked.subject.marks,
        ...(asked.subject.person ? { person: asked.subject.person } : {}),
        isStaff: isStaff(asked.subject),
      },
    },
    context: {
      emergency: asked.emergency,
      ticket: ref,
      purposeCode: code,
      durationSeconds: longestDuration(asked.details),
      now: context.clock.now(),
      filedAt: asked.filedAt,
      senderConstrained: true,
      chainDepth: asked.chainDepth ?? 1,
      approvals: asked.approvals,
      ...(asked.consent ? { consent: asked.consent } : {}),
    },
  });
}

function distinct(reasons: readonly Reason[]): Reason[] {
  return [...new Map(reasons.map((reason) => [`${reason.id} ${reason.text}`, reason])).values()];
}

/** Every part must be allowed; what they oblige to is joined, and the approvals counted over all flows at once. */
function join(context: Context, asked: Asked, verdicts: readonly DelegationVerdict[]): DelegationVerdict {
  const { bundle, version } = context.policy;
  const denied = verdicts.filter(({ decision }) => decision === 'deny');
  const telling = denied.length > 0 ? denied : verdicts;
  const merged = mergeObligations(
    verdicts.map(({ obligations }) => obligations),
    bundle.assurance,
  );
  const errors = verdicts.flatMap((verdict) => verdict.errors);
  if ('problem' in merged) errors.push(merged.problem);
  const obligations = 'problem' in merged ? verdicts[0]?.obligations : merged;
  if (!obligations) throw new Error('A request without parts reached policy.');
  const actions: ActionVerdict[] = verdicts.flatMap((verdict) => verdict.actions);
  const interested = ['person' in asked.actor ? asked.actor.person : undefined, asked.subject.person];
  const counting = asked.approvals.filter(({ person }) => !interested.includes(person));
  const approvals = flowState(bundle.flows, obligations.approvals, counting, {
    filedAt: asked.filedAt,
    now: context.clock.now(),
  });
  const allowed =
    verdicts.length > 0 &&
    denied.length === 0 &&
    errors.length === 0 &&
    (asked.stage === 'request' || approvals.complete);
  return {
    decision: allowed ? 'allow' : 'deny',
    reasons: distinct(telling.flatMap(({ reasons }) => reasons)),
    internal: distinct(telling.flatMap(({ internal }) => internal)),
    obligations,
    errors,
    policyVersion: version,
    actions,
    approvals,
  };
}

export async function askPolicy(context: Context, asked: Asked): Promise<DelegationVerdict> {
  const found = await Promise.all(
    partsOf(asked.details).map(({ backend, accountId }) => findAccount(context.reader, backend, accountId)),
  );
  const verdict = judged(
    context,
    asked,
    found.filter((account) => account !== undefined),
  );
  return unlessReviewOverdue(context, asked.actor, asked.emergency, verdict);
}

/** What policy says, of accounts that have been looked up already; one that is missing is nobody's. */
export function judged(
  context: Context,
  asked: Asked,
  accounts: readonly Pick<DirectoryAccount, 'backend' | 'id' | 'owner'>[],
): DelegationVerdict {
  const verdicts = partsOf(asked.details).map((part) => {
    const account = accounts.find(({ backend, id }) => backend === part.backend && id === part.accountId);
    return ask(context, asked, part, account?.owner ?? '');
  });
  const verdict = verdicts.length === 1 && verdicts[0] ? verdicts[0] : join(context, asked, verdicts);
  if (verdict.errors.length > 0)
    context.log.error(
      { errors: verdict.errors, policy: verdict.policyVersion },
      'Policy could not be evaluated: denied.',
    );
  return verdict;
}
