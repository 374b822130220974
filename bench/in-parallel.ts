/** Each of them once, so many at a time; the answers in the order of the questions. */
export async function inParallel<T, Answer>(
  all: readonly T[],
  atOnce: number,
  work: (one: T, index: number) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  const left = all.entries();
  const worker = async () => {
    for (const [index, one] of left) answers[index] = await work(one, index);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, worker));
  return answers;
}
