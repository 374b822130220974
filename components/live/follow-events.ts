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
}

type Shared = { readonly type: 'event'; readonly event: LiveEvent } | { readonly type: 'signed-out' };

/**
 * One connection for all tabs of a door: the tab that holds the lock reads the stream and tells the others;
 * when it closes, the next one takes over. Without locks every tab reads for itself.
 */
export function followEvents(door: string, follower: Follower): () => void {
  const stopped = new AbortController();
  const channel = new BroadcastChannel(`countersign-events-${door}`);
  const hear = (message: Shared) => {
    if (message.type === 'event') follower.onEvent(message.event);
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
  const read = () => readStream(door, stopped.signal, follower.onState, tell);

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

function readStream(
  door: string,
  stopped: AbortSignal,
  onState: (state: StreamState) => void,
  tell: (message: Shared) => void,
): Promise<void> {
  return new Promise((resolve) => {
    if (stopped.aborted) return resolve();
    const source = new EventSource(`/api/events?door=${encodeURIComponent(door)}`);
    source.onopen = () => onState('live');
    source.onmessage = ({ data }) => {
      const event = parseEvent(data);
      if (event !== undefined) tell({ type: 'event', event });
    };
    source.addEventListener('signed-out', () => {
      source.close();
      onState('closed');
      tell({ type: 'signed-out' });
    });
    source.onerror = () => onState(source.readyState === EventSource.CLOSED ? 'closed' : 'connecting');
    stopped.addEventListener('abort', () => {
      source.close();
      resolve();
    });
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
