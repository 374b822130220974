/** What changed, without content: what it is about is asked for again by whoever shows it. */
export interface LiveEvent {
  readonly index: number;
  readonly kind: string;
}

export type StreamState = 'connecting' | 'live' | 'closed';

interface Follower {
  readonly onEvent: (event: LiveEvent) => void;
  readonly onState: (state: StreamState) => void;
  readonly onSignedOut: () => void;
  /** The stream had to be begun anew: what happened meanwhile was not heard. */
  readonly onMissed: () => void;
}

type Shared =
  | { readonly type: 'event'; readonly event: LiveEvent }
  | { readonly type: 'signed-out' }
  | { readonly type: 'missed' };

const AGAIN_AFTER_MS = 3_000;

/**
 * One connection for all tabs of a door: the tab that holds the lock reads the stream and tells the others;
 * when it closes, the next one takes over. Without locks every tab reads for itself.
 */
export function followEvents(door: string, follower: Follower): () => void {
  const stopped = new AbortController();
  const channel = new BroadcastChannel(`countersign-events-${door}`);
  const hear = (message: Shared) => {
    if (message.type === 'event') follower.onEvent(message.event);
    else if (message.type === 'missed') follower.onMissed();
    else follower.onSignedOut();
  };
  channel.onmessage = ({ data }: MessageEvent<Shared>) => {
    follower.onState('live');
    hear(data);
  };
  const tell = (message: Shared) => {
    hear(message);
    channel.postMessage(message);
  };
  const askedAt = performance.now();
  const read = () => {
    // Whoever waited for another tab to close has heard nothing since.
    const tookOver = performance.now() - askedAt > AGAIN_AFTER_MS;
    return readStream(door, stopped.signal, follower.onState, tell, tookOver);
  };

  if ('locks' in navigator) {
    navigator.locks
      .request(`countersign-events-${door}`, { signal: stopped.signal }, read)
      .catch(() => follower.onState('closed'));
  } else {
    void read();
  }
  return () => {
    stopped.abort();
    channel.close();
  };
}

/** Until it is stopped or the sign-in is over. A browser gives up for good on an answer that is no stream; we do not. */
function readStream(
  door: string,
  stopped: AbortSignal,
  onState: (state: StreamState) => void,
  tell: (message: Shared) => void,
  tookOver: boolean,
): Promise<void> {
  return new Promise((resolve) => {
    let source: EventSource | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    stopped.addEventListener('abort', () => {
      clearTimeout(again);
      source?.close();
      resolve();
    });

    const open = (missed: boolean): void => {
      source = new EventSource(`/api/events?door=${encodeURIComponent(door)}`);
      const current = source;
      source.onopen = () => {
        onState('live');
        if (missed) tell({ type: 'missed' });
      };
      source.onmessage = ({ data }) => {
        const event = parseEvent(data);
        if (event !== undefined) tell({ type: 'event', event });
      };
      source.addEventListener('signed-out', () => {
        current.close();
        onState('closed');
        tell({ type: 'signed-out' });
      });
      source.onerror = () => {
        if (current.readyState !== EventSource.CLOSED) return onState('connecting');
        onState('closed');
        again = setTimeout(() => open(true), AGAIN_AFTER_MS);
      };
    };
    if (stopped.aborted) resolve();
    else open(tookOver);
  });
}

function parseEvent(data: unknown): LiveEvent | undefined {
  if (typeof data !== 'string') return undefined;
  const value: unknown = JSON.parse(data);
  if (typeof value !== 'object' || value === null || !('index' in value) || !('kind' in value))
    return undefined;
  const { index, kind } = value;
  return typeof index === 'number' && typeof kind === 'string' ? { index, kind } : undefined;
}
