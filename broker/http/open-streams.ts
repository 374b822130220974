export interface OpenStreams {
  /** Counts this stream until it is aborted, by its caller's going or by us. */
  enter(caller: string, stream: AbortController): void;
}

/** What one caller keeps open. One more ends the oldest: a page that was forgotten somewhere, or a flood. */
export function openStreams(most: number): OpenStreams {
  const held = new Map<string, AbortController[]>();
  return {
    enter(caller, stream) {
      const open = [...(held.get(caller) ?? []), stream];
      held.set(caller, open);
      stream.signal.addEventListener('abort', () => {
        const left = (held.get(caller) ?? []).filter((one) => one !== stream);
        if (left.length > 0) held.set(caller, left);
        else held.delete(caller);
      });
      if (open.length > most) open[0]?.abort();
    },
  };
}
