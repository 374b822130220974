import type { Clock } from '@countersign/resource-server';
import { afterAll, beforeAll, expect } from 'vitest';
import { accountsApp } from '#examples/accounts-api/app.ts';
import { brokerFetch } from '#examples/accounts-api/broker-fetch.ts';
import { protect } from '#examples/accounts-api/protect.ts';
import type { Store } from '#examples/accounts-api/store/open-store.ts';
import { seedOnce } from '#examples/accounts-api/store/seed.ts';
import { seed } from '#examples/accounts-api/test/seed.ts';
import { type BrokerFixture, brokerFixture, type CallerKey, callerKey, proofOf } from './broker-fixture.ts';
import { openTestStore } from './test-store.ts';

export const RESOURCE = 'https://localhost:3002';
export const PAGES = 'http://localhost:3005';

export interface CallOptions {
  readonly token?: string;
  readonly key?: CallerKey;
  readonly proof?: string | null;
  readonly scheme?: string;
  readonly body?: unknown;
}

/** The accounts API over a store, listening to a broker; both real, the broker's answers in the test's hands. */
export async function backendHouse(given: { broker?: BrokerFixture; store?: Store } = {}) {
  const broker = given.broker ?? (await brokerFixture(RESOURCE));
  const store = given.store ?? (await openTestStore());
  await seedOnce(store, seed);
  let skippedMs = 0;
  const clock: Clock = { now: () => new Date(), monotonic: () => performance.now() + skippedMs };
  const fetch = brokerFetch(broker.tlsOf('accounts-api'));
  const server = protect(store, {
    url: RESOURCE,
    broker: { url: broker.issuer, clientId: 'svc_accounts' },
    fetch,
    clock,
  });
  const app = accountsApp(store, server, PAGES);
  const key = callerKey();
  server.start();

  async function call(method: string, path: string, options: CallOptions = {}): Promise<Response> {
    const signer = options.key ?? key;
    const token = options.token ?? broker.token({ jkt: key.thumbprint });
    const { proof = proofOf(signer, { method, url: `${RESOURCE}${path}`, token }) } = options;
    return app.request(path, {
      method,
      headers: {
        authorization: `${options.scheme ?? 'DPoP'} ${token}`,
        ...(proof === null ? {} : { dpop: proof }),
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
  }

  return {
    broker,
    store,
    server,
    app,
    key,
    call,
    token: (claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}) =>
      broker.token({ jkt: key.thumbprint }, claims, header),
    /** The monotonic clock only: what a pause of the process or a long silence looks like. */
    skip(ms: number): void {
      skippedMs += ms;
    },
    async ready(): Promise<void> {
      const end = performance.now() + 25_000;
      while (!server.ready()) {
        if (performance.now() > end) throw new Error('The backend never heard the broker.');
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async stop(): Promise<void> {
      await server.stop();
      if (given.broker === undefined) await broker.stop();
      if (given.store === undefined) await store.close();
    },
  };
}

export type BackendHouse = Awaited<ReturnType<typeof backendHouse>>;

export async function codeOf(response: Response): Promise<string> {
  const body = (await response.json()) as { code?: string };
  return `${response.status} ${body.code}`;
}

/** One backend for a file of tests, ready before the first of them. */
export function usingBackend(): () => BackendHouse {
  let house: BackendHouse | undefined;
  beforeAll(async () => {
    house = await backendHouse();
    await house.ready();
  }, 240_000);
  afterAll(() => house?.stop());
  return () => {
    if (house === undefined) throw new Error('The backend has not begun.');
    return house;
  };
}

/** Machines are slow at times; what is promised within a second is measured elsewhere. */
export const eventually = <Value>(look: () => Value | Promise<Value>) =>
  expect.poll(look, { timeout: 15_000 });
