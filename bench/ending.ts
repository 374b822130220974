type End = () => unknown;

/** Runs the work and, whatever came of it, everything it has put off until then: the latest first. */
export async function ending<T>(work: (later: (end: End) => void) => Promise<T>): Promise<T> {
  const ends: End[] = [];
  try {
    return await work((end) => ends.push(end));
  } finally {
    for (const end of ends.reverse()) await end();
  }
}
