import type { Reason } from './verdict.ts';

/** One sentence for whatever is special about a customer, so that the answer does not tell what it is. */
export const neutralReason: Reason = {
  id: 'guard:subject',
  text: 'Policy does not permit access to this customer.',
};

const aboutTheSubject = new Set([
  'guard:subject-privileged',
  'guard:subject-staff',
  'guard:subject-minor',
  'guard:legal-hold',
  'guard:own-person',
  'guard:unknown-mark',
]);

/** What the person may read. The true reasons are in `internal`, for the log. */
export function publicReasons(internal: readonly Reason[]): Reason[] {
  if (internal.some((reason) => aboutTheSubject.has(reason.id))) return [neutralReason];
  return distinctReasons(
    internal.map((reason) =>
      reason.id === 'engine:failed'
        ? { id: reason.id, text: 'This could not be decided, so the answer is no.' }
        : reason,
    ),
  );
}

export function distinctReasons(reasons: readonly Reason[]): Reason[] {
  return [...new Map(reasons.map((reason) => [`${reason.id} ${reason.text}`, reason])).values()];
}
