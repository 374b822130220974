import type { Context } from '../context.ts';
import { findAccount } from '../identity/find-account.ts';
import type { DirectoryAccount, DirectoryPerson } from '../identity/store.ts';
import { decideParts, type Judged } from '../policy/decide-parts.ts';
import type { Actor, Approval, Consent, DelegationQuestion, Stage } from '../policy/question.ts';
import { withheld } from './blocks.ts';
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
  /** The human being behind the actor: of a service, who answers for it. */
  behind: string | undefined;
  /** Actors in a row; 1 where nobody passed the delegation on. */
  chainDepth?: number;
}

interface Part {
  backend: string;
  accountId: string;
  identifier: string;
  actions: Set<string>;
}

/** Of agents policy's guard rails say the same; of a service they do not know whose it is. */
const ownPerson = { id: 'guard:own-person', text: "The customer is the actor's own person." };

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

/** Names in their order, as they are when its hash is taken. */
function questionOf(context: Context, asked: Asked, part: Part, owner: string): DelegationQuestion {
  const { ref, code } = purposeOf(asked.details);
  const { id, marks, person } = asked.subject;
  return {
    actions: [...part.actions],
    context: {
      approvals: asked.approvals,
      chainDepth: asked.chainDepth ?? 1,
      ...(asked.consent ? { consent: asked.consent } : {}),
      durationSeconds: longestDuration(asked.details),
      emergency: asked.emergency,
      filedAt: asked.filedAt,
      now: context.clock.now(),
      purposeCode: code,
      senderConstrained: true,
      ticket: ref,
    },
    principal: asked.actor,
    resource: {
      account: { backend: part.backend, identifier: part.identifier, owner },
      subject: { id, isStaff: isStaff(asked.subject), marks, ...(person ? { person } : {}) },
    },
    stage: asked.stage,
  };
}

export async function askPolicy(context: Context, asked: Asked): Promise<Judged> {
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
): Judged {
  const questions = partsOf(asked.details).map((part) => {
    const account = accounts.find(({ backend, id }) => backend === part.backend && id === part.accountId);
    return questionOf(context, asked, part, account?.owner ?? '');
  });
  const verdict = decideParts(context.policy, questions);
  if (verdict.errors.length > 0)
    context.log.error(
      { errors: verdict.errors, policy: verdict.policyVersion },
      'Policy could not be evaluated: denied.',
    );
  const isOwn = asked.behind !== undefined && asked.behind === asked.subject.person;
  return isOwn && verdict.decision === 'allow' ? withheld(verdict, ownPerson) : verdict;
}
