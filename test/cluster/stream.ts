export interface StreamEvent {
  readonly id: string;
  readonly data: string;
  /** `performance.now()` when it came. */
  readonly at: number;
}

export interface Followed {
  readonly events: readonly StreamEvent[];
  /** The next event, from now on, that this is true of; waits for it. */
  next(wanted: (event: StreamEvent) => boolean): Promise<StreamEvent>;
  /** Resolves when the stream is over, whoever ended it. */
  readonly over: Promise<void>;
  close(): void;
}

/** Reads server-sent events until the stream ends. */
export function follow(response: Response): Followed {
  if (!response.ok || response.body === null) throw new Error(`No stream: ${response.status}`);
  const reader = response.body.getReader();
  const events: StreamEvent[] = [];
  const waiting = new Set<(event: StreamEvent) => void>();
  const decoder = new TextDecoder();

  const over = (async () => {
    let text = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      text += decoder.decode(value, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) hear(block);
    }
  })().catch(() => undefined);

  function hear(block: string): void {
    const lines = block.split('\n');
    const field = (name: string) =>
      lines
        .filter((line) => line.startsWith(`${name}:`))
        .map((line) => line.slice(name.length + 1).trim())
        .join('\n');
    const event = { id: field('id'), data: field('data'), at: performance.now() };
    if (event.data === '') return;
    events.push(event);
    for (const tell of waiting) tell(event);
  }

  return {
    events,
    over,
    next: (wanted) =>
      new Promise((resolve) => {
        const tell = (event: StreamEvent) => {
          if (!wanted(event)) return;
          waiting.delete(tell);
          resolve(event);
        };
        waiting.add(tell);
      }),
    close: () => void reader.cancel().catch(() => undefined),
  };
}
