/** Seals of what is asked for, by id: of several rows together, all of theirs. Without a seal nothing is known. */
export type SealsNow = ReadonlyMap<string, string>;

export interface KnownBySeal<Made> {
  /** What stands under these seals: as it was read before under the same ones, and read where it was not. */
  of(now: SealsNow, read: (ids: string[]) => Promise<ReadonlyMap<string, Made>>): Promise<Map<string, Made>>;
}

/**
 * What rows were found to say when their seals held. A seal is made of all that opens something in a row, so whatever
 * carries the same one says the same, and needs neither be read nor looked through again; whoever changed the row under
 * it has changed nothing here. `keeps`: what is remembered at all. `most`: how many.
 */
export function knownBySeal<Made>(most: number, keeps: (made: Made) => boolean): KnownBySeal<Made> {
  const known = new Map<string, { seal: string; made: Made }>();

  function remember(id: string, seal: string, made: Made): void {
    known.delete(id);
    known.set(id, { seal, made });
    const [oldest] = known.keys();
    if (known.size > most && oldest !== undefined) known.delete(oldest);
  }

  return {
    of: async (now, read) => {
      const all = new Map<string, Made>();
      const others: string[] = [];
      for (const [id, seal] of now) {
        const found = known.get(id);
        if (found?.seal === seal) all.set(id, found.made);
        else others.push(id);
      }
      if (others.length === 0) return all;
      for (const [id, made] of await read(others)) {
        const seal = now.get(id);
        if (seal !== undefined && keeps(made)) remember(id, seal, made);
        all.set(id, made);
      }
      return all;
    },
  };
}
