/**
 * Remembers which DPoP proofs were used. Keep it where every node of the backend sees it and where it
 * survives a restart: a database table with the key as its primary key does.
 */
export interface ReplayStore {
  /**
   * Marks `key` as used until `until`, in one atomic step.
   * Answers true to exactly one caller per key, and false to every other until then.
   * A rejected promise counts as "used": the call is refused.
   * Source: RFC 9449 §11.1.
   */
  add(key: string, until: Date): Promise<boolean>;
}

/**
 * A store that forgets everything at a restart and knows of no other node: for tests and first tries.
 * With it, a proof that was used before a restart is accepted once more for up to a minute.
 */
export function memoryReplayStore(): ReplayStore {
  const used = new Map<string, number>();
  return {
    async add(key, until) {
      const now = Date.now();
      for (const [old, end] of used) {
        if (end > now) break;
        used.delete(old);
      }
      if (used.has(key)) return false;
      used.set(key, until.getTime());
      return true;
    },
  };
}
