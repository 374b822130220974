import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { certificates } from '#bin/launch/certificates.ts';
import { type App, createApp } from '#broker/app.ts';
import { backlogOf } from '#broker/audit/backlog.ts';
import { newHolder, takeLease } from '#broker/audit/lease.ts';
import { sequenceEntries } from '#broker/audit/sequence.ts';
import { troubleOf } from '#broker/audit/trouble.ts';
import { contextFor, type Services } from '#broker/context.ts';
import { revokeGrant } from '#broker/delegation/revoke-grant.ts';
import type { Loop } from '#broker/followers/loop.ts';
import { startPushRevocation } from '#broker/followers/push-revocation.ts';
import { serve } from '#broker/http/server.ts';
import { openOAuth } from '#broker/oauth/open-oauth.ts';
import { endSession } from '#broker/session/end-session.ts';
import type { Session } from '#broker/session/session.ts';
import { awaitAcknowledgements, remembering } from '#broker/signals/await-acknowledgements.ts';
import type { Backend } from '#broker/signals/deed.ts';
import { eventFeed } from '#broker/signals/event-feed.ts';
import { openSignalLog } from '#broker/signals/poll-log.ts';
import type { SignalLog } from '#broker/signals/signal-log.ts';
import { ACCOUNTS, type DeedHouse, OTHER, openDeedHouse, sanUriOf } from '#broker/signals/test-deeds.ts';
import { freePort } from '#test/free-port.ts';

let house: DeedHouse;
let services: Services;
let signals: SignalLog;
let follower: Loop;
let app: App;
const streams: Stream[] = [];

beforeAll(async () => {
  house = await openDeedHouse();
  const { database, context } = house;
  services = {
    database,
    config: context.config,
    log: context.log,
    clock: context.clock,
    policy: () => context.policy,
    node: 'test',
    trouble: troubleOf(database.run, 'test', () => undefined),
    wake: () => undefined,
  };
  signals = await openSignalLog(database.handle);
  follower = startPushRevocation(services, signals);
  app = createApp({
    services,
    oauth: openOAuth(context.config, context.clock),
    backlog: backlogOf(database.run),
    feed: eventFeed(database.handle, () => undefined),
    signals,
  });
}, 240_000);
afterEach(() => {
  for (const stream of streams.splice(0)) stream.leave();
});
afterAll(async () => {
  await follower.stop();
  await house.close();
});

/** What a sequencer does: everything that is committed gets its index. */
async function sequence(): Promise<void> {
  const lease = await takeLease(house.database, 'sequencer', newHolder('test'), 0);
  if (!lease) return sequence();
  await house.database.run(
    sql`update leases set expires_at = now() + interval '5 seconds' where name = 'sequencer'`,
  );
  await sequenceEntries(house.database, lease, true);
  await house.database.run(
    sql`update leases set expires_at = now() - interval '1 second' where name = 'sequencer'`,
  );
}

const shows = (backend: Backend) => ({
  connection: {
    remoteAddress: '127.0.0.1',
    certificate: {
      thumbprint: 'thumbprint',
      subject: '',
      issuedAt: new Date(),
      sanUris: [sanUriOf(backend)],
    },
  },
});

const post = (path: string, body: unknown, backend = ACCOUNTS) =>
  app.request(
    path,
    { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    shows(backend),
  );

interface Heard {
  event: string;
  id: string | undefined;
  data: Record<string, unknown>;
}

interface Stream {
  heard: Heard[];
  leave(): void;
}

function parse(block: string): Heard[] {
  const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s) as [string, string]));
  const data = fields.get('data');
  return data === undefined
    ? []
    : [{ event: fields.get('event') ?? 'message', id: fields.get('id'), data: JSON.parse(data) }];
}

async function listen(backend = ACCOUNTS, lastEventId?: string): Promise<Stream> {
  const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
  const response = await app.request('/v1/signals', { headers }, shows(backend));
  expect(response.status).toBe(200);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const heard: Heard[] = [];
  const follow = async () => {
    let rest = '';
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done) return;
      const blocks = `${rest}${value}`.split('\n\n');
      rest = blocks.pop() ?? '';
      heard.push(...blocks.flatMap(parse));
    }
  };
  follow().catch(() => undefined);
  const stream = { heard, leave: () => void reader?.cancel().catch(() => undefined) };
  streams.push(stream);
  return stream;
}

const beats = ({ heard }: Stream) => heard.filter(({ event }) => event === 'heartbeat');
const told = ({ heard }: Stream, { id }: Session) =>
  heard.filter(({ event, data }) => event === 'message' && data.sid === id).map(({ data }) => data.kind);
const isCaughtUp = ({ heard }: Stream) => heard.some(({ event }) => event === 'caught-up');
const within = { timeout: 10_000, interval: 20 };

async function stopped(session: Session): Promise<void> {
  await endSession(house.context, { principal: house.who('support', 'ana'), sid: session.id });
  await sequence();
}

it('a backend hears what ended lately, then that it has caught up, then what ends, then heartbeats', async () => {
  const before = await house.goesIn('read');
  await stopped(before);
  const stream = await listen();
  await expect.poll(() => isCaughtUp(stream), within).toBe(true);
  const caughtUp = stream.heard.findIndex(({ event }) => event === 'caught-up');
  expect(stream.heard.slice(0, caughtUp).map(({ data }) => data.sid)).toContain(before.id);

  const live = await house.goesIn('write');
  await sequence();
  await expect.poll(() => told(stream, live), within).toEqual(['session_level']);
  await stopped(live);
  await expect.poll(() => told(stream, live), within).toEqual(['session_level', 'session_ended']);
  await expect.poll(() => beats(stream).length, within).toBeGreaterThan(1);
  const beat = beats(stream).at(-1);
  expect(Math.abs(Date.parse(String(beat?.data.as_of)) - Date.now())).toBeLessThan(10_000);
});

it('a delegation that is stopped ends its sessions for the backend', async () => {
  const session = await house.goesIn('read');
  const stream = await listen();
  await revokeGrant(house.context, { principal: house.who('customer', 'mira'), id: session.delegation.id });
  await sequence();
  await expect.poll(() => told(stream, session), within).toContain('session_ended');
});

it('sessions of other backends are never told', async () => {
  const session = await house.goesIn('read');
  await stopped(session);
  const [own, other] = [await listen(ACCOUNTS), await listen(OTHER)];
  await expect.poll(() => isCaughtUp(other) && isCaughtUp(own), within).toBe(true);
  expect(told(own, session)).toEqual(['session_ended']);
  expect(other.heard.filter(({ data }) => 'sid' in data)).toEqual([]);
});

it('a stream is taken up where it broke, without loss', async () => {
  const first = await listen();
  await expect.poll(() => isCaughtUp(first), within).toBe(true);
  const place = first.heard.findLast(({ id }) => id !== undefined)?.id;
  first.leave();
  const meanwhile = await house.goesIn('write');
  await stopped(meanwhile);
  const again = await listen(ACCOUNTS, place);
  await expect.poll(() => isCaughtUp(again), within).toBe(true);
  const before = again.heard.findIndex(({ event }) => event === 'caught-up');
  const signalled = again.heard.slice(0, before);
  expect(told({ ...again, heard: signalled }, meanwhile)).toEqual(['session_level', 'session_ended']);
  expect(signalled.every(({ data }) => Number(data.index) > Number(place))).toBe(true);
});

it('a place that the log does not have is answered with everything', async () => {
  const session = await house.goesIn('read');
  await stopped(session);
  const stream = await listen(ACCOUNTS, '999999999');
  await expect.poll(() => isCaughtUp(stream), within).toBe(true);
  expect(told(stream, session)).toEqual(['session_ended']);
});

it('polling tells the same', async () => {
  const session = await house.goesIn('read');
  await stopped(session);
  const answer = await app.request('/v1/signals?after=0', {}, shows(ACCOUNTS));
  expect(answer.status).toBe(200);
  const { items, index, as_of } = (await answer.json()) as {
    items: { sid?: string; kind: string }[];
    index: number;
    as_of: string;
  };
  expect(items).toContainEqual(expect.objectContaining({ sid: session.id, kind: 'session_ended' }));
  expect(Number.isNaN(Date.parse(as_of))).toBe(false);
  const next = await app.request(`/v1/signals?after=${index}`, {}, shows(ACCOUNTS));
  expect(await next.json()).toMatchObject({ items: [], index });
});

it('heartbeats stop while the log cannot keep up, nothing is issued, and both come back by themselves', async () => {
  const session = await house.goesIn('write');
  const deed = house.change(await house.token(session));
  await sequence();
  const stream = await listen();
  await expect.poll(() => beats(stream).length, within).toBeGreaterThan(0);

  await house.database.run(sql`
    insert into log_entries (id, leaf, recorded_at)
    values ('evt_late', '{"type":"test.late","outcome":"done"}', now() - interval '3 seconds')`);
  await expect.poll(() => signals.vouched, within).toBeUndefined();
  const heard = beats(stream).length;
  const intent = {
    phase: 'intent',
    id: 'in-trouble',
    ...deed,
    identifier: undefined,
    resource: deed.identifier,
  };
  const refused = await post('/v1/outcomes', intent);
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('2');
  expect((await app.request('/v1/signals?after=0', {}, shows(ACCOUNTS))).status).toBe(503);
  const issuing = contextFor(services, { requestId: 'test' });
  await expect(issuing.record({ writes: [], entries: [{ type: 'token.issued' }] })).rejects.toMatchObject({
    status: 503,
    code: 'log_behind',
  });
  await issuing.record({ writes: [], entries: [{ type: 'session.ended', session: 'ses_none' }] });
  expect(beats(stream).length).toBe(heard);

  await sequence();
  await expect.poll(() => beats(stream).length, within).toBeGreaterThan(heard);
  expect((await post('/v1/outcomes', intent)).status).toBe(204);
});

it('a stop is told with who has acknowledged it, within a second', async () => {
  const session = await house.goesIn('read');
  await sequence();
  const { context, recorded } = remembering(house.context);
  await endSession(context, { principal: house.who('support', 'ana'), sid: session.id });
  await sequence();
  const stream = await listen();
  const heard = () => stream.heard.find(({ data }) => data.sid === session.id);
  await expect.poll(heard, within).toBeDefined();
  const both = [ACCOUNTS.resource, OTHER.resource];
  const waiting = awaitAcknowledgements(house.context, recorded, both);
  expect((await post('/v1/signals/acks', { index: heard()?.data.index })).status).toBe(204);
  expect(await waiting).toEqual([
    { resource: ACCOUNTS.resource, acknowledged: true },
    { resource: OTHER.resource, acknowledged: false },
  ]);
});

it('over mutual TLS a backend is known by its certificate, and a stream that it leaves is forgotten', async () => {
  const data = mkdtempSync(join(tmpdir(), 'countersign-backends-'));
  await certificates(data, ['broker', ACCOUNTS.clientId, 'svc_stranger'], new Date());
  const file = (name: string) => join(data, 'tls', name);
  const tls = { cert: file('broker.crt'), key: file('broker.key'), ca: file('ca.crt') };
  const port = await freePort();
  const config = { ...services.config, port, tls: { ...tls, requireClientCertificate: false } };
  const close = await serve(config, app.fetch);
  const ask = (as: string) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const pair = { cert: readFileSync(file(`${as}.crt`)), key: readFileSync(file(`${as}.key`)) };
      const url = `https://localhost:${port}/v1/signals`;
      get(url, { ...pair, ca: readFileSync(file('ca.crt')), agent: false }, resolve).on('error', reject);
    });
  try {
    const refused = await ask('svc_stranger');
    expect(refused.statusCode).toBe(401);
    refused.destroy();
    await expect.poll(() => signals.listeners, within).toBe(0);
    const stream = await ask(ACCOUNTS.clientId);
    expect(stream.statusCode).toBe(200);
    let text = '';
    stream.on('data', (chunk: Buffer) => {
      text += chunk;
    });
    await expect.poll(() => text, within).toContain('event: heartbeat');
    expect(signals.listeners).toBe(1);
    stream.destroy();
    await expect.poll(() => signals.listeners, within).toBe(0);
  } finally {
    await close();
    rmSync(data, { recursive: true, force: true });
  }
});

it('nobody acknowledges what the log does not have', async () => {
  const answer = await post('/v1/signals/acks', { index: 999_999_999 });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ code: 'unknown_index' });
});

it("a stranger, a certificate that is nobody's, and an unusable body are turned away", async () => {
  const stranger = { ...OTHER, clientId: 'svc_stranger' };
  for (const path of ['/v1/signals', '/v1/signals?after=0'])
    expect((await app.request(path, {}, shows(stranger))).status).toBe(401);
  expect((await app.request('/v1/me', {}, shows(ACCOUNTS))).status).toBe(401);
  const untrusted = { connection: { remoteAddress: '127.0.0.1', untrustedCertificate: true as const } };
  expect((await app.request('/v1/signals', {}, untrusted)).status).toBe(401);
  expect((await post('/v1/outcomes', { phase: 'intent', id: 'x', extra: 1 })).status).toBe(400);
});
