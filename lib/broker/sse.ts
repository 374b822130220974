export interface StreamEvent {
  readonly index: number;
  readonly kind: string;
}

export const signedOutEvent = 'event: signed-out\ndata: {}\n\n';

export function writeEvent({ index, kind }: StreamEvent): string {
  return `id: ${index}\ndata: ${JSON.stringify({ index, kind })}\n\n`;
}

/** Text of an event stream in, the events of our kind out; comments and anything else fall away. */
export function parseEvents(): TransformStream<string, StreamEvent> {
  let rest = '';
  return new TransformStream({
    transform(text, controller) {
      const blocks = (rest + text).replaceAll('\r\n', '\n').split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const event = parseBlock(block);
        if (event !== undefined) controller.enqueue(event);
      }
    },
  });
}

function parseBlock(block: string): StreamEvent | undefined {
  const data = block
    .split('\n')
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(5).trimStart())
    .join('\n');
  if (data === '') return undefined;
  const value: unknown = JSON.parse(data);
  if (typeof value !== 'object' || value === null || !('index' in value) || !('kind' in value))
    return undefined;
  const { index, kind } = value;
  return typeof index === 'number' && typeof kind === 'string' ? { index, kind } : undefined;
}
