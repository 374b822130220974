/** By id the seals of what is asked for: of several rows together, all of theirs. */
export type Seals = ReadonlyMap<string, string>;

/** What was read in one statement with its seals. */
export interface Sealed<Made> {
  readonly seals: Seals;
  readonly made: ReadonlyMap<string, Made>;
}

export interface KnownBySeal<Made> {
  /** What stands under these seals: as it was read before under the same ones, and read where it was not. */
  of(now: Seals, read: (ids: string[]) => Promise<Sealed<Made>>): Promise<Map<string, Made>>;
  /** One of them, or all. */
  forget(id?: string): void;
  /** Keeps what was asked for since the last time, and forgets the rest. */
  tidy(): void;
}

type Known<Made> = Map<string, { seals: string; made: Made }>;

/**
 * What rows were found to say when their seals held. A seal is made of all that opens something in a row, so whatever
 * carries the same one says the same, and needs neither be read nor looked through again; whoever changed the row under
 * it has changed nothing here. `holds`: whether every one of the rows did, for nothing else is kept.
 */
export function knownBySeal<Made>(holds: (made: Made, seals: string) => boolean): KnownBySeal<Made> {
  let before: Known<Made> = new Map();
  let known: Known<Made> = new Map();
  return {
    of: async (now, read) => {
      const all = new Map<string, Made>();
      const others: string[] = [];
      for (const [id, seals] of now) {
        const found = known.get(id) ?? before.get(id);
        if (found?.seals === seals) {
          known.set(id, found);
          all.set(id, found.made);
        } else others.push(id);
      }
      if (others.length === 0) return all;
      const fresh = await read(others);
      for (const [id, made] of fresh.made) {
        const seals = fresh.seals.get(id);
        if (seals !== undefined && holds(made, seals)) known.set(id, { seals, made });
        all.set(id, made);
      }
      return all;
    },
    forget: (id) => {
      for (const one of [before, known])
        if (id === undefined) one.clear();
        else one.delete(id);
    },
    tidy: () => {
      before = known;
      known = new Map();
    },
  };
}
