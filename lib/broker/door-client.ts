import 'server-only';
import { readFile } from 'node:fs/promises';
import {
  type CallerFetch,
  createTokenClient,
  importSigningKey,
  NonceMemory,
  type SigningKey,
  type TokenClient,
} from '@countersign/client';
import { Agent, fetch as undiciFetch } from 'undici';
import { readConfig } from '#lib/config.ts';
import type { Door } from '#lib/doors.ts';
import { asserting } from './asserted-headers.ts';

/** What one door has to speak with the broker: its own client id, key and certificate, and no other door's. */
export interface DoorClient {
  readonly issuer: string;
  readonly tokens: TokenClient;
  readonly key: SigningKey;
  readonly fetch: CallerFetch;
  readonly nonces: NonceMemory;
}

const opened = new Map<Door, Promise<DoorClient>>();

export function doorClient(door: Door): Promise<DoorClient> {
  const known = opened.get(door);
  if (known !== undefined) return known;
  const opening = openDoorClient(door);
  opened.set(door, opening);
  opening.catch(() => opened.delete(door));
  return opening;
}

async function openDoorClient(door: Door): Promise<DoorClient> {
  const config = readConfig();
  const own = config.doors[door];
  const [ca, cert, privateKey, jwk] = await Promise.all([
    readFile(config.brokerCaPath, 'utf8'),
    readFile(own.tlsCertPath, 'utf8'),
    readFile(own.tlsKeyPath, 'utf8'),
    readFile(own.brokerKeyPath, 'utf8'),
  ]);
  const key = await importSigningKey(JSON.parse(jwk));
  const send = asserting(mutualTlsFetch({ ca, cert, key: privateKey }), config);
  const nonces = new NonceMemory();
  const tokens = createTokenClient({
    issuer: config.brokerUrl,
    clientId: own.brokerClientId,
    authentication: { method: 'private_key_jwt', key },
    dpop: key,
    fetch: send,
    nonces,
  });
  return { issuer: config.brokerUrl, tokens, key, fetch: send, nonces };
}

/** Node's own `fetch` takes no client certificate. Bodies may stream for hours (events): no body time limit. */
export function mutualTlsFetch(tls: {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}): CallerFetch {
  const dispatcher = new Agent({ connect: tls, headersTimeout: 15_000, bodyTimeout: 0 });
  return async (url, request) =>
    (await undiciFetch(url, {
      ...request,
      headers: { ...request.headers },
      dispatcher,
    })) as unknown as Response;
}
