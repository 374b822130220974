import type { Entry } from '../audit/event.ts';
import type { Context } from '../context.ts';
import { type Backend, entryOf } from '../signals/deed.ts';
import type { Decision, Evaluation } from './evaluate-access.ts';

/** Hidden fields that the caller may show now. */
function revealedFact({ revealed = {} }: Extract<Decision, { decision: 'allow' }>): { revealed?: string } {
  const fields = Object.values(revealed).flat();
  return fields.length === 0 ? {} : { revealed: fields.join(' ') };
}

/** Whoever asked may act on a yes at once, so each yes is on record before it is given. */
export async function recordEvaluations(
  context: Context,
  backend: Backend,
  evaluated: readonly { evaluation: Evaluation; decided: Decision }[],
): Promise<void> {
  const entries = evaluated.flatMap(({ evaluation, decided }): Entry[] =>
    decided.decision === 'allow'
      ? [
          {
            type: 'access.evaluated',
            ...entryOf(decided.session),
            target: backend.clientId,
            policyVersion: decided.policyVersion,
            facts: {
              action: evaluation.action,
              identifier: `${evaluation.resource.kind}/${evaluation.resource.id}`,
              ...revealedFact(decided),
            },
          },
        ]
      : [],
  );
  if (entries.length > 0) await context.record({ writes: [], entries });
}
