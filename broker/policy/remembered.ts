/**
 * What is made of texts and of nothing else, kept for the texts that were last asked for: versions of a policy differ
 * in a file or two, and Cedar takes its time over each.
 */
export function remembered<Texts extends string[], Made>(
  most: number,
  make: (...texts: Texts) => Made,
): (...texts: Texts) => Made {
  const known = new Map<string, { made: Made }>();
  return (...texts) => {
    const key = JSON.stringify(texts);
    const found = known.get(key) ?? { made: make(...texts) };
    known.delete(key);
    known.set(key, found);
    const [oldest] = known.keys();
    if (known.size > most && oldest !== undefined) known.delete(oldest);
    return found.made;
  };
}
