import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestBroker, type TestBroker } from '../broker-app.ts';
import { ISSUER } from '../demo.ts';

const QUOTA = 3;

let broker: TestBroker;
beforeAll(async () => {
  broker = await openTestBroker({ rateLimitPerMinute: QUOTA });
}, 180_000);
afterAll(() => broker.close());

async function ask(path: string, clientId: string, form: Record<string, string>, certified = clientId) {
  const sanUris = [`spiffe://countersign.demo/${certified}`];
  const certificate = { thumbprint: 'A'.repeat(43), subject: '', sanUris, issuedAt: new Date() };
  return broker.app.request(
    `${ISSUER}${path}`,
    { method: 'POST', body: new URLSearchParams({ client_id: clientId, ...form }) },
    { connection: { remoteAddress: '127.0.0.1', certificate } },
  );
}

/** draft-ietf-httpapi-ratelimit-headers §3, §4: the policy, what is left of it, and for how many seconds. */
function told({ headers }: Response) {
  const [, name, left, seconds] = /^"([a-z-]+)";r=(\d+);t=(\d+)$/.exec(headers.get('ratelimit') ?? '') ?? [];
  return { policy: headers.get('ratelimit-policy'), name, left: Number(left), seconds: Number(seconds) };
}

const credentials = { grant_type: 'client_credentials' };
const aToken = { token: 'a.b.c' };

// Each with a client of its own, so that none finds its bucket used.
describe.each<[string, string, string, Record<string, string>]>([
  ['/token', 'token', 'svc_probe', credentials],
  ['/introspect', 'introspect-revoke', 'console-support', aToken],
  ['/revoke', 'introspect-revoke', 'console-admin', aToken],
])('%s', (path, bucket, client, right) => {
  it('says with every answer what is left, with refusals too, and beyond it when to come back', async () => {
    const first = await ask(path, client, right);
    const policy = `"${bucket}";q=${QUOTA};w=60`;
    expect([first.status, told(first)]).toEqual([
      200,
      { policy, name: bucket, left: QUOTA - 1, seconds: expect.any(Number) },
    ]);
    const refused = await ask(path, client, {});
    expect([refused.status, told(refused).left]).toEqual([400, QUOTA - 2]);
    expect((await ask(path, client, right)).status).toBe(200);

    const over = await ask(path, client, right);
    expect([over.status, told(over).left]).toEqual([429, 0]);
    expect(told(over).seconds).toBeGreaterThan(0);
    expect(Number(over.headers.get('retry-after'))).toBeGreaterThanOrEqual(told(over).seconds);
    expect(await over.json()).toEqual({
      error: 'temporarily_unavailable',
      error_description: 'too many requests',
      type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
      'violated-policies': [bucket],
    });
  });
});

describe('a bucket', () => {
  it('is of one client, and of /token, of /introspect and /revoke, or of the JSON API', async () => {
    const noel = await broker.as('customer', 'noel');
    for (let i = 0; i <= QUOTA; i++) await ask('/token', 'console-customer', credentials);
    expect((await ask('/token', 'console-customer', credentials)).status).toBe(429);
    expect((await ask('/introspect', 'console-customer', aToken)).status).toBe(200);
    expect((await ask('/revoke', 'console-customer', aToken)).status).toBe(200);
    for (let i = 0; i < QUOTA; i++) await ask('/introspect', 'console-customer', aToken);
    expect((await ask('/revoke', 'console-customer', aToken)).status).toBe(429);
    const me = await noel.call('GET', '/v1/me');
    expect([me.status, told(me).name, told(me).left]).toEqual([200, 'default', QUOTA - 1]);
  });

  it('is not used up by whoever only says to be that client', async () => {
    for (let i = 0; i <= QUOTA; i++)
      expect((await ask('/introspect', 'svc_probe', aToken, 'console-support')).status).toBe(401);
    expect((await ask('/introspect', 'svc_probe', aToken)).status).toBe(200);
  });
});
