import { setTimeout as delay } from 'node:timers/promises';
import {
  createBoundFetch,
  createClientAssertion,
  createProof,
  createTokenClient,
  idempotencyKey,
  TokenError,
} from '@countersign/client';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accounts, probe } from '#bin/launch/clients.ts';
import { signInAtDoor } from '../console-visitor.ts';
import { accountOf, asking } from './asking.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { callerOf, type People, type Person, peopleOf } from './people.ts';
import { follow } from './stream.ts';

const TIMES = process.env.COUNTERSIGN_NIGHTLY === 'true' ? 200 : 10;

let cluster: Cluster;
/** The same people, one time led to the first broker, one time to the second. */
let a: People;
let b: People;
let issuer: string;
let resource: string;

beforeAll(async () => {
  cluster = await startCluster();
  const [first, second] = cluster.ports.brokers;
  a = await peopleOf(cluster, first);
  b = await peopleOf(cluster, second, a);
  resource = cluster.settings.accountsApi;
  issuer = cluster.settings.broker;
}, 240_000);
afterAll(() => cluster?.stop());

/** While the log has nobody to order it, nothing new is taken, and it is said when to come back. */
async function filed(agent: Person, customer: Person): Promise<string> {
  for (;;) {
    const { data, response } = await asking.file(agent, customer, resource);
    if (data !== undefined) return data.id;
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, expect.any(String)]);
    await delay(200);
  }
}

async function granted(agent: Person, customer: Person): Promise<string> {
  const id = await filed(agent, customer);
  expect((await asking.consent(customer, id)).response.status).toBe(200);
  return id;
}

/** Both at once, at either broker; answers how many of the two succeeded, race by race. */
async function races(attempt: (race: number) => Promise<[() => Promise<number>, () => Promise<number>]>) {
  const won: number[] = [];
  for (let race = 0; race < TIMES; race += 1) {
    const both = await attempt(race);
    const statuses = await Promise.all(both.map((one) => one()));
    won.push(statuses.filter((status) => status >= 200 && status < 300).length);
  }
  return won;
}

const oneEach = () => Array.from({ length: TIMES }, () => 1);

describe('what may be used once is used once, whichever brokers it is brought to', () => {
  it('a client assertion', async () => {
    const won = await races(async () => {
      const assertion = await createClientAssertion({ clientId: probe, audience: issuer, key: a.key });
      const at = (people: People) => async () => {
        const proof = (nonce?: string) =>
          createProof(a.key, { method: 'POST', url: `${issuer}/token`, ...(nonce && { nonce }) });
        const nonce = people.nonces.for(`${issuer}/token`);
        const { status } = await people.fetch(`${issuer}/token`, {
          method: 'POST',
          redirect: 'error',
          headers: {
            'content-type': 'application/x-www-form-urlencoded',
            dpop: await proof(nonce),
          },
          body: new URLSearchParams({
            grant_type: 'client_credentials',
            client_id: probe,
            client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
            client_assertion: assertion,
          }).toString(),
        });
        return status;
      };
      // A nonce that is good now, so that nobody is turned away for want of one.
      await Promise.all([a, b].map((people) => people.tokens.clientCredentials()));
      return [at(a), at(b)];
    });
    expect(won).toEqual(oneEach());
  }, 300_000);

  it('a DPoP proof', async () => {
    const token = await a.as('support', 'ana').accessToken();
    const url = `${issuer}/v1/me`;
    const won = await races(async () => {
      const proof = await createProof(a.key, { method: 'GET', url, accessToken: token });
      const at = (people: People) => async () => {
        const headers = { authorization: `DPoP ${token}`, dpop: proof };
        return (await people.fetch(url, { method: 'GET', headers, redirect: 'error' })).status;
      };
      return [at(a), at(b)];
    });
    expect(won).toEqual(oneEach());
  }, 300_000);

  it('an ID token', async () => {
    const won = await races(async () => {
      const idToken = await a.idToken('support', 'ben');
      const at = (people: People) => () =>
        people.tokens.exchangeSignIn({ idToken }).then(
          () => 200,
          () => 400,
        );
      return [at(a), at(b)];
    });
    expect(won).toEqual(oneEach());
  }, 300_000);

  it('a refresh token: both may be answered, and with the same successor', async () => {
    let { refreshToken = '' } = await a.tokens.exchangeSignIn({ idToken: await a.idToken('support', 'ben') });
    for (let race = 0; race < TIMES; race += 1) {
      const answers = await Promise.all([a, b].map((people) => people.tokens.refresh({ refreshToken })));
      const successors = new Set(answers.map((answer) => answer.refreshToken));
      expect(successors.size).toBe(1);
      expect(successors.has(refreshToken)).toBe(false);
      refreshToken = [...successors][0] ?? '';
    }
  }, 300_000);

  it('an Idempotency-Key', async () => {
    const made = new Set<string>();
    for (let race = 0; race < TIMES; race += 1) {
      const how = { key: idempotencyKey() };
      const both = await Promise.all(
        [a, b].map((people) =>
          asking.file(people.as('support', 'ana'), people.as('customer', 'ivo'), resource, how),
        ),
      );
      const ids = new Set(both.flatMap(({ data }) => data?.id ?? []));
      expect(ids.size).toBe(1);
      for (const id of ids) made.add(id);
    }
    expect(made.size).toBe(TIMES);
  }, 300_000);

  it('a signed consent', async () => {
    const won = await races(async () => {
      const id = await filed(a.as('support', 'ben'), a.as('customer', 'ivo'));
      const { data } = await asking.consentShown(b.as('customer', 'ivo'), id);
      const shown = data ?? expect.unreachable('No statement was made.');
      const at = (people: People) => async () =>
        (await asking.giveConsent(people.as('customer', 'ivo'), id, shown)).response.status;
      return [at(a), at(b)];
    });
    expect(won).toEqual(oneEach());
  }, 300_000);

  it('the right to be in one session: of two grants of one agent, one starts', async () => {
    const ben = a.as('support', 'ben');
    const won = await races(async () => {
      const first = await granted(ben, a.as('customer', 'ivo'));
      const second = await granted(ben, a.as('customer', 'ivo'));
      const { data } = await asking.live(ben);
      for (const { sid } of data?.items ?? []) await asking.end(ben, sid);
      const at = (people: People, id: string) => async () =>
        (await asking.start(people.as('support', 'ben'), id)).response.status;
      return [at(a, first), at(b, second)];
    });
    expect(won).toEqual(oneEach());
  }, 600_000);
});

describe('what is done at one broker is done at the other', () => {
  it('a sign-in at one is good at the other', async () => {
    const token = await a.as('support', 'eve').accessToken();
    const answer = await b.calling(token)(`${issuer}/v1/me`);
    expect(answer.status).toBe(200);
  });

  it('who signed in at one console makes the next click at the other, and signs out at both', async () => {
    const { settings, world, ports, balancers } = cluster;
    const { password = '' } =
      world.people.find(({ domain, login }) => domain === 'admin' && login === 'audra') ?? {};
    const at = async (console: 0 | 1) => {
      balancers.console.use(ports.consoles.slice(console, console + 1));
      // A browser, too, has noticed by the next click that its connection is closed.
      await delay(100);
    };
    await at(0);
    const visitor = await signInAtDoor({
      console: settings.console,
      door: 'admin',
      login: 'audra',
      password,
    });
    for (const console of [0, 1, 0] as const) {
      await at(console);
      await visitor.visit('/admin/audit');
    }
    await visitor.signOut();
    await at(1);
    await expect(visitor.visit('/admin/audit')).rejects.toThrow(/answered 30\d/);
  }, 60_000);

  it('a stop at one reaches the streams at the other at once', async () => {
    const customer = a.as('customer', 'kai');
    const agent = a.as('support', 'eve');
    const [, port] = cluster.ports.brokers;
    const asBackend = { name: 'accounts-api', port };
    const { accessToken } = await createTokenClient({
      issuer,
      clientId: accounts,
      authentication: { method: 'tls_client_auth' },
      fetch: callerOf(cluster, asBackend),
    }).clientCredentials();
    const backendFetch = createBoundFetch({ token: accessToken, fetch: callerOf(cluster, asBackend) });
    const backend = follow(await backendFetch(`${issuer}/v1/signals`));
    const token = await b.as('customer', 'kai').accessToken();
    const person = follow(await b.calling(token)(`${issuer}/v1/events`));
    const took: Record<'backend' | 'person', number[]> = { backend: [], person: [] };
    try {
      for (let stop = 0; stop < 10; stop += 1) {
        const { data: started, error } = await asking.start(agent, await granted(agent, customer));
        const sid = started?.sid ?? expect.unreachable(JSON.stringify(error));
        await delay(300);
        const heard = [
          backend.next(({ data }) => data.includes(sid)),
          person.next(({ data }) => data.includes('session.ended')),
        ] as const;
        await asking.end(agent, sid);
        const stoppedAt = performance.now();
        const [atBackend, atPerson] = await Promise.all(heard);
        took.backend.push(atBackend.at - stoppedAt);
        took.person.push(atPerson.at - stoppedAt);
      }
    } finally {
      backend.close();
      person.close();
    }
    const median = (times: number[]) =>
      [...times].sort((x, y) => x - y)[Math.floor(times.length / 2)] ?? Number.NaN;
    console.info('ms after the stop', took);
    expect(median(took.backend)).toBeLessThan(1_000);
    expect(median(took.person)).toBeLessThan(1_000);
  }, 120_000);

  it('of the two one orders the log, and its number grows when the other takes over', async () => {
    const sql = postgres(cluster.postgres.url, { max: 1 });
    const lease = async () => {
      const [row] =
        await sql`select holder, fence::int as fence, expires_at > now() as held from leases where name = 'sequencer'`;
      return row as { holder: string; fence: number; held: boolean };
    };
    try {
      const before = await lease();
      expect(before.held).toBe(true);
      for (const [broker, other] of [
        [cluster.brokers[0], b],
        [cluster.brokers[1], a],
      ] as const) {
        await broker.kill();
        // Who is left goes on, and what is filed there gets its place.
        const id = await filed(other.as('support', 'ana'), other.as('customer', 'ivo'));
        const placed = () =>
          sql`select 1 from log_index join log_entries on id = entry_id where leaf like ${`%"${id}"%`}`;
        await expect.poll(async () => (await placed()).length, { timeout: 20_000 }).toBeGreaterThan(0);
        await broker.startHealthy();
      }
      const after = await lease();
      expect(after.fence).toBeGreaterThan(before.fence);
      expect(after.holder).not.toBe(before.holder);
    } finally {
      await sql.end();
    }
  }, 120_000);
});

it('a stream moves to the other broker when its own dies, and loses nothing', async () => {
  const customer = b.as('customer', 'kai');
  cluster.balancers.broker.use([cluster.ports.brokers[0]]);
  const anywhere = await peopleOf(cluster);
  const token = await anywhere.as('customer', 'kai').accessToken();
  const seen = new Set<string>();
  let last = '';
  const opened: string[] = [];
  const stop = new AbortController();
  const following = (async () => {
    while (!stop.signal.aborted) {
      try {
        const headers = last === '' ? {} : { 'last-event-id': last };
        const stream = follow(await anywhere.calling(token)(`${issuer}/v1/events`, { headers }));
        stop.signal.addEventListener('abort', () => stream.close());
        opened.push(last);
        await stream.over;
        for (const { id } of stream.events) seen.add(id);
        last = stream.events.at(-1)?.id ?? last;
      } catch {
        await delay(100);
      }
    }
  })();
  await expect.poll(() => opened.length, { timeout: 10_000 }).toBe(1);
  const agent = b.as('support', 'cleo');
  const asked: string[] = [];
  for (let request = 0; request < 12; request += 1) {
    if (request === 4) await cluster.brokers[0].kill();
    if (request === 4) cluster.balancers.broker.use(cluster.ports.brokers);
    asked.push(await filed(agent, customer));
    await delay(100);
  }
  const sql = postgres(cluster.postgres.url, { max: 1 });
  const indexes = async () =>
    (
      await sql`select index::text from log_events where kind = 'delegation.requested' and delegation in ${sql(asked)}`
    ).map(({ index }) => String(index));
  await expect.poll(async () => (await indexes()).length, { timeout: 20_000 }).toBe(asked.length);
  const wanted = await indexes();
  await delay(1_000);
  stop.abort();
  await following;
  expect(wanted.filter((index) => !seen.has(index))).toEqual([]);
  expect(opened.length).toBeGreaterThan(1);
  await sql.end();
  await cluster.brokers[0].startHealthy();
}, 120_000);

it('while PostgreSQL is down everything says so and backends refuse; when it is back all goes on by itself', async () => {
  const anywhere = await peopleOf(cluster, undefined, a);
  const agent = anywhere.as('support', 'cleo');
  const customer = anywhere.as('customer', 'kai');
  const { data: started } = await asking.start(agent, await granted(agent, customer));
  const grantToken = started?.grant_token ?? expect.unreachable('No session began.');
  const actorToken = await agent.accessToken();
  const exchange = () => anywhere.tokens.exchangeDelegation({ grantToken, actorToken, resource });
  const { accessToken } = await exchange();
  const url = `${resource}/accounts/${accountOf(customer).split('/')[1]}/settings`;
  const read = async () => (await anywhere.calling(accessToken)(url)).status;
  await expect.poll(read, { timeout: 10_000 }).toBe(200);

  await cluster.postgres.crash();
  const downAt = performance.now();
  const refused = await exchange().catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(TokenError);
  expect(refused).toMatchObject({ error: 'temporarily_unavailable', status: 503 });
  expect((refused as TokenError).retryAfterSeconds).toBeGreaterThan(0);
  const filing = await asking.file(agent, customer, resource);
  expect(filing.response.status).toBe(503);
  expect(Number(filing.response.headers.get('retry-after'))).toBeGreaterThan(0);
  // Until nobody vouches any more a read is served; from then on none is.
  await expect.poll(read, { timeout: 8_000, interval: 100 }).toBe(503);
  const refusedAfterMs = performance.now() - downAt;
  expect(refusedAfterMs).toBeLessThan(6_000);
  await delay(1_000);
  expect(await read()).toBe(503);

  await cluster.postgres.startAgain();
  await expect.poll(read, { timeout: 20_000 }).toBe(200);
  await expect
    .poll(
      () =>
        exchange().then(
          () => true,
          () => false,
        ),
      { timeout: 20_000 },
    )
    .toBe(true);
  await asking.end(agent, started?.sid ?? '');
}, 120_000);
