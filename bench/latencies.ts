/** What one turn takes at most: so many, or so long. */
export interface RoundSize {
  most: number;
  seconds: number;
}

/** How long each took, and how many came through in how much time. */
export class Latencies {
  #ms: number[] = [];
  #seconds = 0;

  add(ms: number): void {
    this.#ms.push(ms);
  }

  /** Time in which nothing but what is measured was going on. */
  took(seconds: number): void {
    this.#seconds += seconds;
  }

  /** Whatever was seen while it was warming up. */
  forget(): void {
    this.#ms = [];
    this.#seconds = 0;
  }

  get count(): number {
    return this.#ms.length;
  }

  get perSecond(): number {
    return this.#ms.length / this.#seconds;
  }

  /** The nearest rank: a latency that was really seen. */
  percentile(p: number): number {
    const sorted = [...this.#ms].sort((a, b) => a - b);
    return sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)] ?? Number.NaN;
  }
}
