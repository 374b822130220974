export type InTurn = <T>(work: () => PromiseLike<T>) => Promise<T>;

/** At most so many at once; whoever comes later waits in line. */
export function turns(most: number): InTurn {
  const line: (() => void)[] = [];
  let free = most;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => line.push(resolve));
    try {
      return await work();
    } finally {
      const next = line.shift();
      if (next) next();
      else free += 1;
    }
  };
}
