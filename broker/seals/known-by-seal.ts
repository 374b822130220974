/** By id the seals of what is asked for: of several rows together, all of theirs. */
export type SealsById = ReadonlyMap<string, string>;

/** What was read in one statement with its seals. */
export interface Sealed<Made> {
  readonly seals: SealsById;
  readonly made: ReadonlyMap<string, Made>;
}

export interface KnownBySeal<Made> {
  /** What stands under these seals: as it was read before under the same ones, and read where it was not. */
  of(now: SealsById, read: (ids: string[]) => Promise<Sealed<Made>>): Promise<Map<string, Made>>;
  /** One of them, or all. */
  forget(id?: string): void;
  /** Forgets all but these, and answers which of them are not known. */
  retain(ids: readonly string[]): string[];
}

/**
 * What rows were found to say when their seals held. A seal is made of all that opens something in a row, so whatever
 * carries the same one says the same, and needs neither be read nor looked through again; whoever changed the row under
 * it has changed nothing here. `holds`: whether every one of the rows did, for nothing else is kept. With `most` of them
 * known, it begins anew.
 */
export function knownBySeal<Made>(
  most: number,
  holds: (made: Made, seals: string) => boolean,
): KnownBySeal<Made> {
  const known = new Map<string, { seals: string; made: Made }>();
  let forgot = 0;
  return {
    of: async (now, read) => {
      const all = new Map<string, Made>();
      const others: string[] = [];
      for (const [id, seals] of now) {
        const found = known.get(id);
        if (found?.seals === seals) all.set(id, found.made);
        else others.push(id);
      }
      if (others.length === 0) return all;
      const before = forgot;
      const fresh = await read(others);
      // What was forgotten meanwhile may have been read before it was contradicted.
      if (forgot !== before) return new Map([...all, ...fresh.made]);
      if (known.size + fresh.made.size > most) known.clear();
      for (const [id, made] of fresh.made) {
        const seals = fresh.seals.get(id);
        if (seals !== undefined && holds(made, seals)) known.set(id, { seals, made });
        all.set(id, made);
      }
      return all;
    },
    forget: (id) => {
      forgot += 1;
      if (id === undefined) known.clear();
      else known.delete(id);
    },
    retain: (ids) => {
      const these = new Set(ids);
      for (const id of known.keys()) if (!these.has(id)) known.delete(id);
      return ids.filter((id) => !known.has(id));
    },
  };
}
