interface Detail {
  actions: string[];
  max_duration: number;
}

export interface Keep {
  /** The actions that stay. */
  actions: readonly string[];
  /** The longest that stays, in seconds. */
  durationS: number;
}

/**
 * What is left of the asked details when only some actions and less time are signed for; nothing when that
 * is all of it. An empty array means that nothing at all would be left, which is a refusal and no narrowing.
 */
export function narrow<T extends Detail>(details: readonly T[], keep: Keep): T[] | undefined {
  const kept = new Set(keep.actions);
  const left = details
    .map((one) => ({
      ...one,
      actions: one.actions.filter((action) => kept.has(action)),
      max_duration: Math.min(one.max_duration, keep.durationS),
    }))
    .filter((one) => one.actions.length > 0);
  const same =
    left.length === details.length &&
    left.every((one, index) => {
      const asked = details[index];
      return one.actions.length === asked?.actions.length && one.max_duration === asked.max_duration;
    });
  return same ? undefined : left;
}
