import { createHash } from 'node:crypto';
import { Pool } from 'undici';
import { inParallel } from './in-parallel.ts';
import type { OwnBroker } from './own-broker.ts';
import { signJwt } from './sign.ts';

export interface Listeners {
  /** When each of them heard of something of this kind; settles once all have, or when the time is up. */
  hear(kind: string, withinMs: number): Promise<number[]>;
  open(): number;
  close(): Promise<void>;
}

const AT_ONCE = 32;

/** One event stream for each of these tokens, each on a connection of its own. */
export async function listen(broker: OwnBroker, client: string, tokens: string[]): Promise<Listeners> {
  const { broker: issuer } = broker.settings;
  const { key, publicJwk } = broker.keyOf(client);
  const pool = new Pool(issuer, {
    connections: tokens.length,
    connect: broker.certificateOf(client),
    bodyTimeout: 0,
    headersTimeout: 60_000,
  });
  let open = 0;
  let heard: ((text: string) => void) | undefined;

  await inParallel(tokens, AT_ONCE, async (token) => {
    const proof = signJwt(
      key,
      { typ: 'dpop+jwt', jwk: publicJwk },
      {
        jti: crypto.randomUUID(),
        htm: 'GET',
        htu: `${issuer}/v1/events`,
        iat: Math.floor(Date.now() / 1000),
        ath: createHash('sha256').update(token).digest('base64url'),
      },
    );
    const headers = { authorization: `DPoP ${token}`, dpop: proof, accept: 'text/event-stream' };
    const { statusCode, body } = await pool.request({ path: '/v1/events', method: 'GET', headers });
    if (statusCode !== 200) throw new Error(`A stream was answered ${statusCode}: ${await body.text()}`);
    open += 1;
    body.on('data', (chunk: Buffer) => heard?.(chunk.toString()));
    body.on('error', () => undefined);
    body.on('close', () => {
      open -= 1;
    });
  });

  return {
    open: () => open,
    hear: (kind, withinMs) =>
      new Promise((resolve) => {
        const at: number[] = [];
        const finish = () => {
          clearTimeout(late);
          heard = undefined;
          resolve(at);
        };
        const late = setTimeout(finish, withinMs);
        heard = (text) => {
          if (text.includes(`"kind":"${kind}"`)) at.push(performance.now());
          if (at.length >= tokens.length) finish();
        };
      }),
    close: () => pool.destroy(),
  };
}
