import { describe, expect, it } from 'vitest';
import { parseEvents, type StreamEvent, writeEvent } from './sse.ts';

async function parse(...chunks: string[]): Promise<StreamEvent[]> {
  const source = new ReadableStream<string>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  const events: StreamEvent[] = [];
  await source
    .pipeThrough(parseEvents())
    .pipeTo(new WritableStream({ write: (event) => void events.push(event) }));
  return events;
}

describe('the event stream to a browser', () => {
  it('passes index and kind, and no id of a delegation or session', async () => {
    const [event] = await parse(
      'id: 7\ndata: {"index":7,"kind":"delegation.granted","delegation":"dlg_1"}\n\n',
    );
    expect(event).toEqual({ index: 7, kind: 'delegation.granted' });
    expect(event && writeEvent(event)).toBe('id: 7\ndata: {"index":7,"kind":"delegation.granted"}\n\n');
  });

  it('puts events together however the network cut them', async () => {
    const text =
      ': beat\n\nid: 1\ndata: {"index":1,"kind":"a"}\n\nid: 2\r\ndata: {"index":2,"kind":"b"}\r\n\r\n';
    const whole = [
      { index: 1, kind: 'a' },
      { index: 2, kind: 'b' },
    ];
    expect(await parse(text)).toEqual(whole);
    expect(await parse(...text)).toEqual(whole);
  });

  it('drops what is no event of ours', async () => {
    expect(await parse('event: other\ndata: {"x":1}\n\ndata: {"index":"1","kind":"a"}\n\n')).toEqual([]);
  });
});
