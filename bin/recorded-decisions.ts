import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { Problem } from '@countersign/client';
import { z } from 'zod';
import type { Past, Standing } from '#broker/governance/replay-draft.ts';
import { answerShape, askedShape } from '#broker/policy/asked.ts';
import type { Call } from './service-client.ts';

const shared = {
  id: z.string(),
  actor: z.string(),
  subject: z.string(),
  question: askedShape,
  answer: answerShape,
};
const past = z.object({
  ...shared,
  at: z.iso.datetime().transform((at) => new Date(at)),
  stage: z.string(),
  delegation: z.string().optional(),
});
const standing = z.object({
  ...shared,
  kind: z.enum(['pending', 'granted', 'session']),
  delegation: z.string(),
});
const page = z.object({ items: z.array(z.unknown()), next_cursor: z.string().nullable() });

export type Line = { readonly past: Past } | { readonly standing: Standing };

/** As the broker gives it, in a page or on a line of a file. */
export function read(item: unknown): Line {
  if (typeof item === 'object' && item !== null && 'kind' in item) {
    const { question: asked, ...one } = standing.parse(item);
    return { standing: { ...one, asked } };
  }
  const { question: asked, ...one } = past.parse(item);
  return { past: { ...one, asked } };
}

export async function* fromFile(path: string): AsyncGenerator<Line> {
  const lines = createInterface({
    input: createReadStream(path, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  for await (const line of lines) if (line.trim() !== '') yield read(JSON.parse(line));
}

/** Every decision since, oldest first, and then what stands. */
export async function* fromBroker(
  call: Call,
  broker: string,
  since: Date,
  save: string | undefined,
): AsyncGenerator<Line> {
  const file = save === undefined ? undefined : createWriteStream(save, { mode: 0o600 });
  const after = `since=${encodeURIComponent(since.toISOString())}&limit=1000`;
  for (const path of [`decisions?${after}`, 'standing?limit=100']) {
    let cursor: string | null = '';
    while (cursor !== null) {
      const next = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { items, next_cursor } = page.parse(await get(call, `${broker}/v1/policies/${path}${next}`));
      for (const item of items) {
        file?.write(`${JSON.stringify(item)}\n`);
        yield read(item);
      }
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
