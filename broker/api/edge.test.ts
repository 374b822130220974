import { afterAll, beforeAll, expect, it } from 'vitest';
import { contextFor } from '#broker/context.ts';
import { insertInto } from '#broker/db/build.ts';
import { refreshTokenHash } from '#broker/oauth/sign-in/refresh-token.ts';
import { refreshTokens } from '#broker/oauth/sign-in/tables.ts';
import { type Caller, keyed, openTestBroker, type TestBroker } from '#test/broker-app.ts';

let broker: TestBroker;
let ana: Caller;
let audra: Caller;
let tess: Caller;

beforeAll(async () => {
  broker = await openTestBroker();
  [ana, audra, tess] = [
    await broker.as('support', 'ana'),
    await broker.as('admin', 'audra'),
    await broker.as('admin', 'tess'),
  ];
});
afterAll(() => broker.close());

async function newest(query: string) {
  await broker.logged();
  const answer = await audra.call('GET', `/v1/audit/entries?${query}`);
  return (await answer.json()).items;
}

it('every crossing of domains is refused and is on record', async () => {
  const answer = await tess.call('GET', '/v1/directory/customers?q=mira');
  expect(answer.status).toBe(403);
  const [entry] = await newest('type=refusal.search-customers');
  expect(entry).toMatchObject({ outcome: 'refused', code: 'wrong_domain', actor: { id: tess.id } });
});

it('a scope that the role does not give is named, and the refusal is on record', async () => {
  const answer = await audra.call('POST', '/v1/delegations/dlg_0/approvals', {});
  expect(answer.status).toBe(403);
  expect(answer.headers.get('www-authenticate')).toBe(
    'Bearer error="insufficient_scope", scope="delegation.approve", ' +
      'resource_metadata="https://localhost:3001/.well-known/oauth-protected-resource"',
  );
  const [entry] = await newest('type=refusal.review-delegation');
  expect(entry).toMatchObject({ code: 'insufficient_scope', delegation: 'dlg_0' });
});

it('what a refused caller wrote into the path does not get into the log', async () => {
  const answer = await tess.call('POST', '/v1/people/Mira%20Meier%20was%20here/disable', {});
  expect(answer.status).toBe(403);
  const [entry] = await newest('type=refusal.disable-person');
  expect(entry).toMatchObject({ code: 'insufficient_scope', actor: { id: tess.id } });
  expect(JSON.stringify(entry)).not.toContain('Mira Meier');
});

it('a sign-in that its door revokes ends with an entry that names the door', async () => {
  const eve = await broker.as('support', 'eve');
  const token = 'a-refresh-token';
  await broker.database.run(
    insertInto(refreshTokens).values({
      hash: refreshTokenHash(token),
      signInId: eve.signInId ?? '',
      generation: 0,
    }),
  );
  const certificate = {
    thumbprint: 'door',
    subject: '',
    issuedAt: new Date(),
    sanUris: ['spiffe://countersign.demo/console-support'],
  };
  const answer = await broker.app.request(
    'https://localhost:3001/revoke',
    { method: 'POST', body: new URLSearchParams({ client_id: 'console-support', token }) },
    { connection: { remoteAddress: '127.0.0.1', certificate } },
  );
  expect(answer.status).toBe(200);
  expect((await eve.call('GET', '/v1/me')).status).toBe(401);
  const [entry] = await newest('type=sign_in.ended');
  expect(JSON.parse(entry.leaf)).toMatchObject({ target: eve.signInId, client: 'console-support' });
});

it("another agent's delegation does not exist", async () => {
  const { id } = await (await ana.call('POST', '/v1/delegations', broker.wish('noel'), keyed())).json();
  const eve = await broker.as('support', 'eve');
  expect((await eve.call('GET', `/v1/delegations/${id}`)).status).toBe(404);
  expect((await eve.call('DELETE', `/v1/delegations/${id}`)).status).toBe(404);
  const [entry] = await newest('type=refusal.end-delegation');
  expect(entry).toMatchObject({ code: 'not_found', delegation: id, actor: { id: eve.id } });
});

it('what policy denies leaves an entry although nothing was stored', async () => {
  const answer = await ana.call(
    'POST',
    '/v1/delegations',
    broker.wish('noel', ['accounts:billing.update']),
    keyed(),
  );
  expect(answer.status).toBe(403);
  const [entry] = await newest('type=refusal.create-delegation');
  expect(entry).toMatchObject({ outcome: 'refused', code: 'policy_denied', actor: { id: ana.id } });
});

it('nobody fills the log with refusals', async () => {
  const pia = await broker.as('admin', 'pia');
  for (let i = 0; i < 40; i++) await pia.call('GET', '/v1/me/history');
  const entries = await newest(`type=refusal.list-my-history&person=${pia.id}&limit=100`);
  expect(entries).toHaveLength(30);
});

it('strangers are counted and recorded as one', async () => {
  await broker.app.edge.failures.summarise(contextFor(broker.services, { requestId: 'test' }));
  for (let i = 0; i < 3; i++) expect((await broker.call('/v1/me')).status).toBe(401);
  await broker.call('/v1/me', { headers: { authorization: 'Bearer eyJ.not.one' } });
  for (const path of ['/token', '/introspect', '/revoke'])
    expect((await broker.call(path, { method: 'POST', body: new URLSearchParams() })).status).toBe(401);
  await broker.app.edge.failures.summarise(contextFor(broker.services, { requestId: 'test' }));
  const [entry] = await newest('type=authentication.failed');
  expect(JSON.parse(entry.leaf).facts).toMatchObject({
    sign_in_required: 3,
    invalid_token: 1,
    invalid_client: 3,
    total: 7,
  });
});

it('a member nobody knows is refused, and the answer says which', async () => {
  const answer = await ana.call('POST', '/v1/delegations', { ...broker.wish('noel'), hurry: true }, keyed());
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({
    code: 'invalid_request',
    errors: [{ pointer: '/hurry', detail: 'is no member of this' }],
  });
});

it('details that are not exactly of their type are refused as such', async () => {
  const wish = broker.wish('noel') as { authorization_details: Record<string, unknown>[] };
  const [item] = wish.authorization_details;
  const wrong = [
    [],
    'text',
    [{ ...item, type: 'other' }],
    [{ ...item, extra: 1 }],
    [{ ...item, actions: ['accounts:*'] }],
    [{ ...item, max_duration: '600' }],
    [{ ...item, max_duration: 59 }],
    [{ ...item, purpose: { code: 'check-setting' } }],
    [item, item],
  ];
  for (const details of wrong) {
    const answer = await ana.call(
      'POST',
      '/v1/delegations',
      { ...wish, authorization_details: details },
      keyed(),
    );
    expect(answer.status).toBe(400);
    expect((await answer.json()).code).toBe('invalid_authorization_details');
  }
});

it('what is no JSON, is too large or has another type is refused', async () => {
  const post = (body: string, headers = {}) =>
    ana.call('POST', '/v1/delegations', body, { ...keyed(), ...headers });
  expect((await post('{')).status).toBe(400);
  expect((await post('a'.repeat(70_000))).status).toBe(413);
  expect((await post('a=b', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415);
});

it('every answer carries what keeps it out of caches, frames and sniffing', async () => {
  const answer = await ana.call('GET', '/v1/me');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('strict-transport-security')).toContain('max-age=');
  expect(answer.headers.get('x-request-id')).toMatch(/^req_/);
});
