import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { Problem } from '@countersign/client';
import { z } from 'zod';
import type { Call } from './service-client.ts';

const page = z.object({ items: z.array(z.unknown()), next_cursor: z.string().nullable() });

const AT_ONCE = 250;

/** Some lines of a file at a time. */
export async function* fromFile(path: string): AsyncGenerator<string[]> {
  const lines = createInterface({
    input: createReadStream(path, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  let some: string[] = [];
  for await (const line of lines) {
    if (line.trim() !== '') some.push(line);
    if (some.length < AT_ONCE) continue;
    yield some;
    some = [];
  }
  yield some;
}

/** Every decision since, oldest first, and then what stands. */
export async function* fromBroker(
  call: Call,
  broker: string,
  since: Date,
  save: string | undefined,
): AsyncGenerator<string[]> {
  const file = save === undefined ? undefined : createWriteStream(save, { mode: 0o600 });
  const after = `since=${encodeURIComponent(since.toISOString())}&limit=1000`;
  for (const path of [`decisions?${after}`, 'standing?limit=100']) {
    let cursor: string | null = '';
    while (cursor !== null) {
      const next = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { items, next_cursor } = page.parse(await get(call, `${broker}/v1/policies/${path}${next}`));
      const lines = items.map((item) => JSON.stringify(item));
      for (const line of lines) file?.write(`${line}\n`);
      yield lines;
      cursor = next_cursor;
    }
  }
  await new Promise<void>((resolve, reject) => {
    if (!file) return resolve();
    file.once('error', reject);
    file.end(resolve);
  });
}

/** A broker that is asked too fast says when to come again. */
async function get(call: Call, url: string): Promise<unknown> {
  for (;;) {
    const response = await call(url, {});
    if (response.ok) return response.json();
    const body = await response.json().catch(() => undefined);
    if (response.status !== 429) throw Problem.from(response, body);
    await wait(Math.min(60, Number(response.headers.get('retry-after') ?? 1)) * 1000);
  }
}
