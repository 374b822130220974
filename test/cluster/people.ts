import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Api,
  type CallerFetch,
  createApi,
  createBoundFetch,
  createTokenClient,
  importSigningKey,
  NonceMemory,
  type SigningKey,
  type TokenClient,
  type Tokens,
} from '@countersign/client';
import { Agent } from 'undici';
import { callerThrough } from '#bin/launch/caller.ts';
import { probe } from '#bin/launch/clients.ts';
import { keyPath } from '#bin/launch/keys.ts';
import { CookieJar, signInAt } from '#examples/demo-world/code-flow.ts';
import type { DemoPerson } from '#examples/demo-world/world.ts';
import type { Cluster } from './cluster.ts';

export type Door = DemoPerson['domain'];

/** Somebody who is signed in, and signs in again when a sign-in is over. */
export interface Person {
  readonly id: string;
  readonly person: DemoPerson;
  readonly api: Api;
  accessToken(): Promise<string>;
}

export interface People {
  readonly key: SigningKey;
  readonly tokens: TokenClient;
  readonly fetch: CallerFetch;
  readonly nonces: NonceMemory;
  as(door: Door, login: string): Person;
  idToken(door: Door, login: string): Promise<string>;
  /** A call of a backend with a delegated token. */
  calling(token: string): ReturnType<typeof createBoundFetch>;
}

const SPARE_MS = 30_000;

type Where = Pick<Cluster, 'settings' | 'world'>;

/** A caller of the broker at its issuer's address, or led to one node's port. `name`: whose certificate it shows. */
export function callerOf({ settings }: Where, at: { port?: number; name?: string } = {}): CallerFetch {
  const { data, broker: issuer } = settings;
  const text = (file: string) => readFileSync(join(data, 'tls', file), 'utf8');
  const own = at.name === undefined ? {} : { cert: text(`${at.name}.crt`), key: text(`${at.name}.key`) };
  const dispatcher = new Agent({
    connect: { ca: text('ca.crt'), ...own },
    headersTimeout: 20_000,
    // Shorter than any server's: none closes a connection under a request that is on its way.
    keepAliveTimeout: 1_000,
    keepAliveMaxTimeout: 1_000,
    bodyTimeout: 0,
  });
  const place = (url: string) =>
    at.port !== undefined && url.startsWith(issuer)
      ? `https://localhost:${at.port}${url.slice(issuer.length)}`
      : url;
  const send = callerThrough(dispatcher);
  return (url, request) => send(place(url), request);
}

/** At one node, or wherever the balancer leads. `like`: who has signed in there is signed in here. */
export async function peopleOf(cluster: Where, port?: number, like?: People): Promise<People> {
  const { settings, world } = cluster;
  const { data, broker: issuer } = settings;
  const send = callerOf(cluster, port === undefined ? {} : { port });
  const key = await importSigningKey(JSON.parse(readFileSync(keyPath(data, probe), 'utf8')));
  const nonces = new NonceMemory();
  const tokens = createTokenClient({
    issuer,
    clientId: probe,
    authentication: { method: 'private_key_jwt', key },
    dpop: key,
    fetch: send,
    nonces,
  });

  const personOf = (door: Door, login: string): DemoPerson => {
    const found = world.people.find((one) => one.domain === door && one.login === login);
    if (found === undefined) throw new Error(`Nobody is called ${login} in ${door}.`);
    return found;
  };
  const jars = new Map<string, CookieJar>();
  const idToken = async (door: Door, login: string) => {
    const { iss, password } = personOf(door, login);
    const { client_id: clientId, redirect_uri: redirectUri } = world.signIn[door];
    const cookies = jars.get(`${door}/${login}`) ?? new CookieJar();
    jars.set(`${door}/${login}`, cookies);
    return (await signInAt({ issuer: iss, clientId, redirectUri, login, password, cookies })).idToken;
  };

  const known = new Map<string, Person>();
  function as(door: Door, login: string): Person {
    const name = `${door}/${login}`;
    const before = known.get(name);
    if (before !== undefined) return before;
    const person = personOf(door, login);
    let held: Promise<Tokens> | undefined;
    const signedIn = async () => {
      const now = await held?.catch(() => undefined);
      if (now === undefined || now.expiresAt.getTime() - SPARE_MS < Date.now()) {
        held = idToken(door, login).then((token) => tokens.exchangeSignIn({ idToken: token }));
      }
      return (await (held as Promise<Tokens>)).accessToken;
    };
    const accessToken = like?.as(door, login).accessToken ?? signedIn;
    const api = createApi({ issuer, token: accessToken, dpop: key, fetch: send, nonces });
    const made = { id: person.id, person, api, accessToken };
    known.set(name, made);
    return made;
  }

  return {
    key,
    tokens,
    fetch: send,
    nonces,
    as,
    idToken,
    calling: (token) => createBoundFetch({ token, dpop: key, fetch: send, nonces }),
  };
}
