import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestBroker, type TestBroker } from '#test/broker-app.ts';

let broker: TestBroker;

beforeAll(async () => {
  broker = await openTestBroker({ rateLimitPerMinute: 5 });
});
afterAll(() => broker.close());

it('says what is left, and refuses beyond', async () => {
  const ana = await broker.as('support', 'ana');
  const first = await ana.call('GET', '/v1/me');
  expect(first.headers.get('ratelimit-policy')).toBe('"default";q=5;w=60');
  expect(first.headers.get('ratelimit')).toMatch(/^"default";r=4;t=(60|59)$/);
  for (let i = 0; i < 4; i++) expect((await ana.call('GET', '/v1/me')).status).toBe(200);
  const refused = await ana.call('GET', '/v1/me');
  expect(refused.status).toBe(429);
  const left = Number(/t=(\d+)/.exec(refused.headers.get('ratelimit') ?? '')?.[1]);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(left);
  expect((await refused.json()).type).toBe('https://iana.org/assignments/http-problem-types#quota-exceeded');
});

it('is per client and person', async () => {
  const eve = await broker.as('support', 'eve');
  expect((await eve.call('GET', '/v1/me')).headers.get('ratelimit')).toContain('r=4;');
});

it('goes with refusals too', async () => {
  const noel = await broker.as('customer', 'noel');
  expect((await noel.call('GET', '/v1/audit/entries?limit=0')).headers.get('ratelimit')).toContain('r=4;');
  expect((await noel.call('GET', '/v1/delegations/dlg_0')).headers.get('ratelimit')).toContain('r=3;');
});
