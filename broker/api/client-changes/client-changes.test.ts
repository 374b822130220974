import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OfferedStatement } from '#broker/signing/offer-statement.ts';
import { publicKey } from '#test/client-changes.ts';
import { type DelegatedHouse, openDelegatedHouse, type SignedIn } from '#test/delegated-house.ts';

const CHANGES = '/v1/clients/changes';
const scopes = ['client.manage'];
let house: DelegatedHouse;
let max: SignedIn;
let edda: SignedIn;
beforeAll(async () => {
  house = await openDelegatedHouse();
  max = await house.signIn('admin', 'max', { scopes });
  edda = await house.signIn('admin', 'edda', { scopes });
  for (const login of ['max', 'edda']) await house.enrolled('admin', login);
  const made = await house.call(max, 'POST', '/v1/clients', {
    id: 'svc_jobs',
    name: 'Night jobs',
    owner: house.who('admin', 'max').id,
    scopes: ['delegation.request'],
    auth: { method: 'private_key_jwt', keys: [await publicKey('a')] },
  });
  expect(made.status).toBe(201);
}, 60_000);
afterAll(() => house.close());

const propose = (body: object, client = 'svc_jobs') =>
  house.call(max, 'POST', `/v1/clients/${client}/changes`, body);

async function decide(id: unknown, decision: 'accept' | 'reject', comment = 'Looked at it.') {
  const asked = { kind: 'client', target: id, decision, comment };
  const { body } = await house.call(edda, 'POST', '/v1/statements', asked);
  const signed = await house.signsWithPasskey(edda.principal, body as unknown as OfferedStatement);
  return house.call(edda, 'POST', `${CHANGES}/${id}/decisions`, { decision, comment, signed });
}

describe('two who look after clients', () => {
  it('propose and accept a change, and read at every step what was and what would be', async () => {
    const keys = { add: [await publicKey('b')], remove: [] };
    const filed = await propose({
      scopes: ['delegation.request', 'tickets.write'],
      keys,
      reason: 'As agreed.',
    });
    expect(filed).toMatchObject({
      status: 201,
      body: {
        client: { id: 'svc_jobs', name: 'Night jobs' },
        status: 'open',
        stale: false,
        ends_access: false,
        proposed_by: { id: max.principal.id, name: expect.stringContaining('Max') },
        before: { scopes: ['delegation.request'], auth: { keys: [{}] }, enabled: true },
        after: {
          scopes: ['delegation.request', 'tickets.write'],
          owner: { name: expect.stringContaining('Max') },
          auth: { method: 'private_key_jwt', keys: [{}, { kid: expect.stringMatching(/^[\w-]{43}$/) }] },
        },
      },
    });
    const { id } = filed.body;
    for (const query of ['?status=open', '?client=svc_jobs', '?status=open&client=svc_jobs&limit=1'])
      expect((await house.call(edda, 'GET', `${CHANGES}${query}`)).body, query).toMatchObject({
        items: [{ id, reason: 'As agreed.' }],
        next_cursor: null,
      });
    expect((await house.call(edda, 'GET', `${CHANGES}?client=svc_other`)).body).toMatchObject({ items: [] });
    expect(await decide(id, 'accept')).toMatchObject({
      status: 200,
      body: { status: 'accepted', decided_by: { id: edda.principal.id }, comment: 'Looked at it.' },
    });
    expect((await house.call(edda, 'GET', '/v1/clients/svc_jobs')).body).toMatchObject({
      owner_name: expect.stringContaining('Max'),
      owner_known: true,
      scopes: ['delegation.request', 'tickets.write'],
      auth: { keys: [{}, {}] },
    });
    expect((await house.call(edda, 'GET', `${CHANGES}/${id}`)).body).toMatchObject({ stale: false });
  });

  it('see when a client was last used: a door by who is signed in at it, a service by its sessions', async () => {
    const read = async (id: string) => (await house.call(max, 'GET', `/v1/clients/${id}`)).body;
    expect(await read('console-admin')).toMatchObject({ last_used_at: house.clock.at.toISOString() });
    expect(await read('svc_jobs')).not.toHaveProperty('last_used_at');
    const ana = await house.signIn('support', 'ana');
    const { grant } = await house.inSession(ana);
    house.clock.pass(30);
    await house.exchange(ana, grant);
    const at = house.clock.at.toISOString();
    const { items } = (await house.call(max, 'GET', '/v1/clients?limit=100')).body as { items: object[] };
    expect(items).toContainEqual(expect.objectContaining({ id: 'console-support', last_used_at: at }));
  });

  it('reject and withdraw', async () => {
    const wider = { scopes: ['delegation.request', 'delegation.run'], reason: 'It runs now.' };
    const first = await propose(wider);
    expect(await decide(first.body.id, 'reject', 'Not yet.')).toMatchObject({
      status: 200,
      body: { status: 'rejected', comment: 'Not yet.' },
    });
    const { id } = (await propose(wider)).body;
    expect((await house.call(max, 'DELETE', `${CHANGES}/${id}`)).body).toMatchObject({ status: 'withdrawn' });
    expect((await house.call(max, 'DELETE', `${CHANGES}/${id}`)).body).toMatchObject({ code: 'not_open' });
  });
});

describe('what cannot be read as a change is refused, and nothing is proposed', () => {
  it.each<[string, object, number]>([
    ['without a reason', { scopes: [] }, 400],
    ['of a name', { name: 'Other', reason: 'So.' }, 400],
    ['to a customer', { owner: 'cus_mira', reason: 'So.' }, 400],
    ['that shuts out', { enabled: false, reason: 'So.' }, 400],
    ['of nothing', { reason: 'So.' }, 409],
    [
      'of keys and method at once',
      {
        auth: { method: 'tls_client_auth', san_uri: 'spiffe://a/b' },
        keys: { remove: [] },
        reason: 'So.',
      },
      400,
    ],
  ])('%s', async (_, body, status) => {
    expect((await propose(body)).status).toBe(status);
    expect((await house.call(max, 'GET', `${CHANGES}?status=open`)).body).toMatchObject({ items: [] });
  });

  it('of a client that there is not, and a decision about a change that there is not', async () => {
    expect((await propose({ scopes: [], reason: 'So.' }, 'svc_nobody')).status).toBe(404);
    expect((await house.call(max, 'GET', `${CHANGES}/clc_nothing`)).status).toBe(404);
    const asked = { kind: 'client', target: 'clc_nothing', decision: 'accept' };
    expect((await house.call(edda, 'POST', '/v1/statements', asked)).status).toBe(404);
    const odd = { kind: 'client', target: 'clc_nothing', decision: 'approve' };
    expect((await house.call(edda, 'POST', '/v1/statements', odd)).body).toMatchObject({
      code: 'wrong_decision',
    });
  });
});
