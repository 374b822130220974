import { randomUUID } from 'node:crypto';
import { type BrokerFetch, createResourceServer } from '@countersign/resource-server';
import { createApp } from '#broker/app.ts';
import { registerBackends } from '#broker/catalog/register-backends.ts';
import { ensurePolicyVersion } from '#broker/governance/ensure-policy-version.ts';
import { openHouse } from '#broker/oauth/test-house.ts';
import type { Key } from '#broker/oauth/test-key.ts';
import { loadBundle } from '#broker/policy/bundle.ts';
import { eventFeed } from '#broker/signals/event-feed.ts';
import { openSignalLog } from '#broker/signals/poll-log.ts';
import { sha256 as hashOf } from '../broker-fixture.ts';
import { RESOURCE } from '../demo.ts';

type Form = Record<string, string>;

export interface Answer {
  status: number;
  text: string;
  body: Record<string, unknown>;
}

/** A client with what is its own and good at this moment. */
export interface Holder {
  clientId: string;
  key: Key;
  /** Its own token: a person's sign-in at a door, or the service's. */
  own: string;
  /** Names the session that it has begun for Mira. */
  grant: string;
}

const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token';
export const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
export const GRANT_TOKEN = 'urn:countersign:token-type:delegation-grant';

const path = (of: string, issuer: string) => `${issuer}${of}`;

/** The whole broker in memory behind real clients that sign, a real provider, and a backend that follows it. */
export async function openTokenHouse() {
  const house = await openHouse();
  const { context, database, oauth, keys, config } = house;
  const { issuer } = config;
  await ensurePolicyVersion(context, loadBundle('policies', config.domains));
  await registerBackends(context, [{ id: 'accounts', resource: RESOURCE, clientId: 'svc_accounts' }]);
  const app = createApp({
    services: { ...house.services, config: { ...config, rateLimitPerMinute: 100_000 } },
    oauth,
    backlog: { ageMs: async () => 0 },
    feed: eventFeed(database.handle, () => undefined),
    signals: await openSignalLog(database.handle),
  });

  async function send(url: string, init: RequestInit, sanUris: string[] = []): Promise<Answer> {
    const certificate = { thumbprint: 'certificate', subject: '', sanUris, issuedAt: new Date() };
    const connection = { remoteAddress: '127.0.0.1', ...(sanUris.length > 0 ? { certificate } : {}) };
    const response = await app.request(path(url, issuer), init, { connection });
    const text = await response.text();
    return { status: response.status, text, body: text.startsWith('{') ? JSON.parse(text) : {} };
  }

  /** At an OAuth endpoint, with an assertion and a proof of the client's unless the form or the headers bring others. */
  async function post(
    { clientId, key }: Pick<Holder, 'clientId' | 'key'>,
    url: '/token' | '/introspect' | '/revoke',
    form: Form | [string, string][],
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const body = new URLSearchParams(form);
    if (!body.has('client_assertion')) body.set('client_assertion', await house.assertion(clientId, key));
    body.set('client_assertion_type', ASSERTION);
    const dpop = await house.proof(key, { htu: path(url, issuer) });
    return send(url, { method: 'POST', headers: { dpop, ...headers }, body });
  }

  async function call(who: { token: string; key: Key }, method: string, url: string, json?: unknown) {
    const headers: Record<string, string> = {
      authorization: `DPoP ${who.token}`,
      dpop: await house.proof(who.key, proofFor(method, path(url, issuer), who.token)),
      'idempotency-key': `"${randomUUID()}"`,
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    };
    return send(url, { method, headers, ...(json === undefined ? {} : { body: JSON.stringify(json) }) });
  }

  const must = ({ status, body, text }: Answer) => {
    if (status >= 300) throw new Error(`${status} ${text}`);
    return body;
  };

  /** Of an authentication of its own, so that no sign-in replaces another. */
  const idToken = (domain: 'support' | 'customer', sub: string, more: object, header: object = {}) => {
    const staff = domain === 'support' ? { employee_id: 'E-1', groups: ['support-agents'] } : {};
    return house.idToken(domain, sub, { sid: randomUUID(), ...staff, ...more }, header);
  };

  const signIn = async (
    client: Pick<Holder, 'clientId' | 'key'>,
    domain: 'support' | 'customer',
    sub: string,
  ) => {
    const aud = client.clientId === 'svc_probe' ? `probe-console-${domain}` : client.clientId;
    const form = {
      grant_type: EXCHANGE,
      subject_token_type: ID_TOKEN,
      subject_token: await idToken(domain, sub, { aud }),
    };
    const { access_token: token, refresh_token: refresh } = must(await post(client, '/token', form));
    return { token: String(token), refresh: String(refresh), key: client.key };
  };

  const serviceToken = async (client: Pick<Holder, 'clientId' | 'key'>) =>
    String(must(await post(client, '/token', { grant_type: 'client_credentials' })).access_token);

  const mira = await signIn({ clientId: 'console-customer', key: keys.customer }, 'customer', 'mira');

  /** Asks, is consented to, and begins. */
  async function inSession(clientId: string, key: Key, own: string): Promise<Holder> {
    const who = { token: own, key };
    const details = {
      type: 'delegation_session',
      actions: ['accounts:profile.read'],
      locations: [RESOURCE],
      identifier: 'account/8f2c',
      purpose: { code: 'check-setting', ref: 'TCK-1' },
      max_duration: 3600,
    };
    const request = {
      subject: 'cus_mira',
      authorization_details: [details],
      justification: 'As the customer wrote.',
    };
    const { id } = must(await call(who, 'POST', '/v1/delegations', request));
    const wish = { kind: 'consent', target: id, decision: 'give' };
    const { statement, nonce } = must(await call(mira, 'POST', '/v1/statements', wish));
    const answer = { decision: 'give', signed: { statement, nonce, method: 'session' } };
    must(await call(mira, 'POST', `/v1/delegations/${id}/consent`, answer));
    const { grant_token: grant } = must(await call(who, 'POST', `/v1/delegations/${id}/sessions`, {}));
    return { clientId, key, own, grant: String(grant) };
  }

  const agentsDoor = { clientId: 'console-support', key: keys.support };
  const service = { clientId: 'svc_probe', key: keys.probe };
  const ana = await inSession(
    'console-support',
    keys.support,
    (await signIn(agentsDoor, 'support', 'ana')).token,
  );
  const probe = await inSession('svc_probe', keys.probe, await serviceToken(service));

  const exchanging = ({ own, grant }: Holder) => ({
    grant_type: EXCHANGE,
    subject_token: grant,
    subject_token_type: GRANT_TOKEN,
    actor_token: own,
    actor_token_type: ACCESS_TOKEN,
    resource: RESOURCE,
  });
  const delegated = async (holder: Holder) =>
    String(must(await post(holder, '/token', exchanging(holder))).access_token);

  const backend = await followingBackend(
    issuer,
    () => house.clock.at,
    async (url, { method, headers, body = null }) =>
      app.request(url, { method, headers, body }, { connection: { remoteAddress: '127.0.0.1' } }),
  );

  return {
    ...house,
    app,
    issuer,
    send,
    post,
    call,
    must,
    idToken,
    signIn,
    serviceToken,
    exchanging,
    delegated,
    ana,
    probe,
    backend,
    close: async () => {
      await backend.stop();
      await house.close();
    },
  };
}

export type TokenHouse = Awaited<ReturnType<typeof openTokenHouse>>;

/** RFC 9449 §4.2. */
export const proofFor = (htm: string, htu: string, token?: string) => ({
  htm,
  htu,
  nonce: undefined,
  ...(token === undefined ? {} : { ath: hashOf(token) }),
});

/** The SDK with one guarded action. It has the broker's keys from the broker, and hears once that nothing has ended. */
async function followingBackend(issuer: string, now: () => Date, broker: BrokerFetch) {
  const encoder = new TextEncoder();
  const heard = new AbortController();
  const stream = () =>
    new ReadableStream({
      start(controller) {
        const beat = JSON.stringify({ as_of: now().toISOString(), index: 0 });
        controller.enqueue(encoder.encode(`event: caught-up\nid: 0\ndata: {"index":0}\n\n`));
        controller.enqueue(encoder.encode(`event: heartbeat\nid: 0\ndata: ${beat}\n\n`));
        heard.signal.addEventListener('abort', () => controller.close());
      },
    });
  const seen = new Set<string>();
  const server = createResourceServer({
    issuer,
    resource: RESOURCE,
    actions: { 'accounts:profile.read': { risk: 'read' } },
    broker: {
      clientId: 'svc_accounts',
      fetch: async (url, request) => {
        if (url.endsWith('/jwks')) return broker(url, request);
        return url.endsWith('/v1/signals') ? new Response(stream()) : new Response(null, { status: 204 });
      },
    },
    replay: { add: async (mark) => !seen.has(mark) && Boolean(seen.add(mark)) },
    clock: { now, monotonic: () => 0 },
  });
  const guard = server.guard<undefined>({
    action: 'accounts:profile.read',
    identifier: () => ['account', '8f2c'],
    owner: async () => 'cus_mira',
  });
  server.start();
  while (!server.ready()) await new Promise((resolve) => setImmediate(resolve));
  return {
    url: `${RESOURCE}/accounts/8f2c/profile`,
    read: (headers: Record<string, string>): Promise<Response> => {
      const request = new Request(`${RESOURCE}/accounts/8f2c/profile`, { headers });
      return guard.run(server.incoming(request), undefined, async () => new Response('{}'));
    },
    stop: async () => {
      heard.abort();
      await server.stop();
    },
  };
}
