import { createHash } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertInto } from '#broker/db/build.ts';
import { clients } from '#broker/oauth/clients/tables.ts';
import { type Caller, openTestBroker, type TestBroker } from '#test/broker-app.ts';

let broker: TestBroker;
let admin: Caller;
let owner: string;
beforeAll(async () => {
  broker = await openTestBroker();
  admin = await broker.as('admin', 'max');
  owner = broker.person('admin', 'max').id;
});
afterAll(() => broker.close());

const key = () => ({ 'idempotency-key': `"${crypto.randomUUID()}"` });
const wanted = async (more: Record<string, unknown> = {}) => ({
  id: 'svc_night_jobs',
  name: 'Night jobs',
  owner,
  scopes: ['delegation.request'],
  auth: {
    method: 'private_key_jwt',
    keys: [{ ...(await exportJWK((await generateKeyPair('ES256')).publicKey)), kid: 'a', alg: 'ES256' }],
  },
  ...more,
});
const register = (body: unknown, headers = key()) => admin.call('POST', '/v1/clients', body, headers);

describe('a person who looks after clients', () => {
  it('registers a service, with its owner, and finds it again', async () => {
    const made = await register(await wanted());
    expect(made.status).toBe(201);
    expect(await made.json()).toMatchObject({
      id: 'svc_night_jobs',
      owner,
      owner_known: true,
      kept_by: 'api',
      enabled: true,
      auth: { method: 'private_key_jwt', keys: [{ kid: expect.stringMatching(/^[\w-]{43}$/) }] },
    });
    const listed = await (await admin.call('GET', '/v1/clients?limit=100')).json();
    expect(listed.items.map(({ id }: { id: string }) => id)).toContain('svc_night_jobs');
    expect((await register(await wanted())).status).toBe(409);
    const named = { method: 'tls_client_auth', subject_dn: 'CN=night,O=Example' };
    expect((await register(await wanted({ id: 'svc_named', auth: named }))).status).toBe(201);
  });

  it('keeps of a key only what makes it that key', async () => {
    const [jwk] = (await wanted()).auth.keys;
    const auth = { method: 'private_key_jwt', keys: [{ ...jwk, note: '\u0000' }] };
    expect((await register(await wanted({ id: 'svc_noted', auth }))).status).toBe(201);
    const odd = { method: 'private_key_jwt', keys: [{ ...jwk, kid: 'a b' }] };
    expect((await register(await wanted({ id: 'svc_odd', auth: odd }))).status).toBe(400);
  });

  it.each<[string, Record<string, unknown>]>([
    ['without an owner', { owner: undefined }],
    ['of a customer', { owner: 'cus_x' }],
    ['of nobody', { owner: 'adm_nobody' }],
    ['with more than one person may give', { scopes: ['introspect'] }],
    ['that is a backend', { resource: 'https://evil.example' }],
    ['that is a door', { id: 'console-support' }],
    [
      'with a private key',
      { auth: { method: 'private_key_jwt', keys: [{ kty: 'EC', crv: 'P-256', x: 'a', y: 'b', d: 'c' }] } },
    ],
    ['with a shared secret', { auth: { method: 'private_key_jwt', keys: [{ kty: 'oct', k: 'c2VjcmV0' }] } }],
    [
      'with two names for its certificate',
      { auth: { method: 'tls_client_auth', san_uri: 'spiffe://a/b', subject_dn: 'CN=a' } },
    ],
    ['with none', { auth: { method: 'tls_client_auth' } }],
  ])('registers none %s', async (_, more) => {
    const { status } = await register(await wanted({ id: 'svc_refused', ...more }));
    expect(status).toBe(400);
    expect((await admin.call('GET', '/v1/clients/svc_refused')).status).toBe(404);
  });

  it('takes scopes away alone, and gives none, and changes no owner, key or method', async () => {
    const change = (body: unknown) => admin.call('PATCH', '/v1/clients/svc_night_jobs', body);
    expect((await change({ scopes: [], name: 'Night' })).status).toBe(200);
    for (const body of [
      { scopes: ['delegation.request'] },
      { owner: broker.person('admin', 'sam').id },
      { auth: { method: 'tls_client_auth', san_uri: 'spiffe://a/b' } },
      { keys: [] },
      { enabled: true },
    ]) {
      const refused = await change(body);
      expect([refused.status, (await refused.json()).code]).toEqual([403, 'two_persons_needed']);
    }
    expect((await change({})).status, 'nothing').toBe(200);
    const kept = await admin.call('PATCH', '/v1/clients/svc_probe', { name: 'Other' });
    expect((await kept.json()).code).toBe('kept_by_file');
  });

  it('proposes once under one idempotency key, and never without one', async () => {
    const propose = (headers: Record<string, string>, more: object = {}) => {
      const body = { scopes: ['delegation.request'], reason: 'It asks again.', ...more };
      return admin.call('POST', '/v1/clients/svc_night_jobs/changes', body, headers);
    };
    const once = key();
    const [first, again] = [await propose(once), await propose(once)];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(await again.json()).toEqual(await first.json());
    expect((await propose(once, { reason: 'Another.' })).status).toBe(422);
    expect((await propose({})).status).toBe(400);
    const { items } = await (await admin.call('GET', '/v1/clients/changes?client=svc_night_jobs')).json();
    expect(items).toHaveLength(1);
  });

  it('shuts one out, and nobody lets it in again alone', async () => {
    const out = await admin.call('POST', '/v1/clients/svc_night_jobs/disable', { reason: 'Its key leaked.' });
    expect(await out.json()).toMatchObject({ enabled: false });
    const again = await admin.call('POST', '/v1/clients/svc_night_jobs/disable', { reason: 'Again.' });
    expect(again.status).toBe(409);
    expect((await register(await wanted())).status).toBe(409);
  });
});

describe('the broker’s keys', () => {
  async function asOperator(scopes: string[]): Promise<Caller> {
    const id = `svc_operator_${createHash('sha256').update(scopes.join()).digest('hex').slice(0, 8)}`;
    await broker.database.run(
      insertInto(clients).values({
        id,
        name: id,
        owner: 'test',
        kind: 'service',
        method: 'tls_client_auth',
        keys: [],
        scopes,
      }),
    );
    return broker.asService(id, scopes);
  }

  it('are rotated by whoever is registered for it, and by nobody else', async () => {
    const operator = await asOperator(['keys.rotate']);
    const rotate = (who: Caller, body: unknown) => who.call('POST', '/v1/keys/rotations', body, key());
    for (const kind of ['signing', 'refresh', 'master'])
      expect((await rotate(operator, { key: kind })).status, kind).toBe(201);
    const soon = await rotate(operator, { key: 'signing' });
    expect([soon.status, (await soon.json()).code]).toEqual([409, 'rotated_lately']);
    expect((await rotate(operator, { key: 'other' })).status).toBe(400);
    expect((await rotate(await asOperator(['delegation.run']), { key: 'refresh' })).status).toBe(403);
    expect((await rotate(admin, { key: 'refresh' })).status).toBe(403);
  });
});

it('clients are nobody’s business but theirs', async () => {
  for (const [domain, login] of [
    ['admin', 'tess'],
    ['support', 'ana'],
    ['customer', 'mira'],
  ] as const)
    for (const path of ['/v1/clients', '/v1/clients/svc_probe'])
      expect((await (await broker.as(domain, login)).call('GET', path)).status).toBe(403);
});
