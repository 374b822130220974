import type { Context } from '../context.ts';
import { PolicyRefusal } from '../decisions/policy-refusal.ts';
import { recordingDecision } from '../decisions/store.ts';
import type { Refusal } from '../errors.ts';

export interface Refused {
  operation: string;
  actor: string;
  delegation?: string | undefined;
  session?: string | undefined;
  target?: string | undefined;
}

export type RefusalRecorder = (context: Context, refusal: Refusal, refused: Refused) => Promise<void>;

const PER_MINUTE = 30;
const WINDOW_MS = 60_000;
const UNRECORDED = new Set([
  'quota_exceeded',
  'log_behind',
  'not_available',
  'idempotency_key_in_flight',
  'idempotency_answer_lost',
]);

const kebab = (operation: string): string => operation.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);

/** In a transaction of its own, since the verb's was rolled back. Limited, so that nobody fills the log by asking. */
export function refusalRecorder(now: () => number = Date.now): RefusalRecorder {
  const windows = new Map<string, { endsAt: number; recorded: number }>();
  const skipped = new Map<string, number>();

  function mayRecord(actor: string): boolean {
    const at = now();
    for (const [name, { endsAt }] of windows) if (endsAt <= at) windows.delete(name);
    const window = windows.get(actor) ?? { endsAt: at + WINDOW_MS, recorded: 0 };
    windows.set(actor, window);
    if (window.recorded < PER_MINUTE) {
      window.recorded++;
      return true;
    }
    skipped.set(actor, (skipped.get(actor) ?? 0) + 1);
    return false;
  }

  return async (context, refusal, { operation, actor, delegation, session, target }) => {
    if (UNRECORDED.has(refusal.code) || !mayRecord(actor)) return;
    const unrecorded = skipped.get(actor) ?? 0;
    skipped.delete(actor);
    const decision = refusal instanceof PolicyRefusal ? refusal.decision : undefined;
    await context.record({
      writes: decision ? [recordingDecision(decision)] : [],
      entries: [
        {
          type: `refusal.${kebab(operation)}`,
          outcome: 'refused',
          code: refusal.code,
          actor,
          ...(delegation ? { delegation } : {}),
          ...(session ? { session } : {}),
          ...(target ? { target } : {}),
          ...(decision
            ? { policyVersion: decision.policyVersion, hashes: { question: decision.questionHash } }
            : {}),
          facts: { status: refusal.status, ...(unrecorded > 0 ? { unrecorded_before: unrecorded } : {}) },
          detail: { message: refusal.message, ...(refusal.detail ? { detail: refusal.detail } : {}) },
        },
      ],
    });
  };
}
