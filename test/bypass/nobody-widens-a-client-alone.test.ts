import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { insertInto, update } from '#broker/db/build.ts';
import { people } from '#broker/identity/tables.ts';
import { readClient } from '#broker/oauth/clients/registered.ts';
import type { ClientRow } from '#broker/oauth/clients/store.ts';
import { clients } from '#broker/oauth/clients/tables.ts';
import { signIns } from '#broker/oauth/sign-in/tables.ts';
import type { OfferedStatement } from '#broker/signing/offer-statement.ts';
import { publicKey, registers } from '#test/client-changes.ts';
import { type DelegatedHouse, openDelegatedHouse, type SignedIn } from '#test/delegated-house.ts';

const CHANGES = '/v1/clients/changes';
const CLIENT = 'svc_jobs';
const WIDER = { scopes: ['delegation.request', 'policy.propose'], reason: 'It files our drafts.' };
const scopes = ['client.manage'];
let house: DelegatedHouse;
let max: SignedIn;
let edda: SignedIn;
let before: ClientRow;
beforeAll(async () => {
  house = await openDelegatedHouse();
  for (const login of ['max', 'edda']) await house.enrolled('admin', login);
  await registers(house, CLIENT);
}, 60_000);
beforeEach(async () => {
  max = await house.signIn('admin', 'max', { scopes });
  edda = await house.signIn('admin', 'edda', { scopes });
  before = (await readClient(house.context, CLIENT)).row;
});
/** Whatever was tried: the client is what it was. */
afterEach(async () => expect((await readClient(house.context, CLIENT)).row).toEqual(before));
afterAll(() => house.close());

const propose = async (who: SignedIn, body: object = WIDER) =>
  (await house.call(who, 'POST', `/v1/clients/${CLIENT}/changes`, body)).body;
const asks = (who: SignedIn, id: unknown, decision = 'accept', comment?: string) =>
  house.call(who, 'POST', '/v1/statements', { kind: 'client', target: id, decision, comment });
const sends = async (who: SignedIn, id: unknown, built: Record<string, unknown>, decision = 'accept') => {
  const signed = await house.signsWithPasskey(who.principal, built as unknown as OfferedStatement);
  return house.call(who, 'POST', `${CHANGES}/${id}/decisions`, { decision, signed });
};

async function refuses(
  attempt: () => Promise<{ status: number; body: Record<string, unknown> }>,
  code: string,
) {
  const answer = await attempt();
  expect(answer.body).toMatchObject({ code });
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect((await house.refusals()).at(-1)).toMatchObject({ outcome: 'refused', code });
}

it.each([
  { scopes: ['delegation.request', 'delegation.run'] },
  { owner: 'adm_other' },
  { auth: { method: 'tls_client_auth', san_uri: 'spiffe://a/b' } },
  { keys: [] },
  { enabled: true },
])('not at once: $0', async (change) => {
  await refuses(() => house.call(max, 'PATCH', `/v1/clients/${CLIENT}`, change), 'two_persons_needed');
});

it('whoever proposed it neither accepts nor rejects it', async () => {
  const { id } = await propose(max);
  for (const decision of ['accept', 'reject']) await refuses(() => asks(max, id, decision), 'own_change');
  const { body } = await asks(edda, id);
  await refuses(() => sends(max, id, body), 'own_change');
  await house.call(max, 'DELETE', `${CHANGES}/${id}`);
});

it('nor does the same person with another account', async () => {
  const other = { id: 'adm_second', sub: 'second', personId: max.principal.person ?? '' };
  await house.database.run(
    insertInto(people).values({
      ...other,
      domain: 'admin',
      iss: 'https://issuer.example',
      name: 'Max once more',
      groups: ['people-admins'],
      createdAt: house.clock.at,
    }),
  );
  const { id } = await propose(max);
  const second = { ...max, principal: { ...max.principal, id: other.id as typeof max.principal.id } };
  await house.database.run(
    update(signIns)
      .set({ peopleId: other.id })
      .where(eq(signIns.id, max.principal.signInId ?? '')),
  );
  second.token = await house.personToken(second.principal);
  await refuses(() => asks(second, id), 'own_change');
  const { body } = await asks(edda, id);
  await refuses(() => sends(second, id, body), 'own_change');
  expect((await house.call(second, 'DELETE', `${CHANGES}/${id}`)).status).toBe(200);
});

it('nor does being signed in stand for the second person’s passkey', async () => {
  const { id } = await propose(max);
  const { body } = await asks(edda, id);
  expect(body).toMatchObject({ method: 'passkey' });
  const signed = { statement: body.statement, nonce: body.nonce, method: 'session' };
  await refuses(
    () => house.call(edda, 'POST', `${CHANGES}/${id}/decisions`, { decision: 'accept', signed }),
    'passkey_required',
  );
  await house.call(max, 'DELETE', `${CHANGES}/${id}`);
});

it('what was signed for one change accepts no other, and a no is no yes', async () => {
  const first = await propose(max);
  const second = await propose(max, { ...WIDER, scopes: ['policy.propose'] });
  const { body } = await asks(edda, first.id);
  await refuses(() => sends(edda, second.id, body), 'statement_not_valid');
  // The nonce was shown, so it is gone.
  await refuses(() => sends(edda, first.id, body), 'statement_not_valid');
  const { body: rejecting } = await asks(edda, first.id, 'reject', 'No.');
  await refuses(() => sends(edda, first.id, rejecting), 'statement_not_valid');
  for (const { id } of [first, second]) await house.call(max, 'DELETE', `${CHANGES}/${id}`);
});

it.each([
  ['an agent', 'support', 'ana'],
  ['a customer', 'customer', 'mira'],
  ['an approver', 'admin', 'tess'],
] as const)(
  '%s neither reads, proposes, decides nor withdraws, with or without the scope',
  async (_, domain, login) => {
    const { id } = await propose(max);
    for (const held of [scopes, ['delegation.approve']]) {
      const who = await house.signIn(domain, login, { scopes: held });
      const calls: [string, string, object?][] = [
        ['POST', `/v1/clients/${CLIENT}/changes`, WIDER],
        ['DELETE', `${CHANGES}/${id}`],
        ['POST', '/v1/statements', { kind: 'client', target: id, decision: 'accept' }],
      ];
      if (held !== scopes || domain !== 'admin') calls.push(['GET', CHANGES], ['GET', `${CHANGES}/${id}`]);
      for (const [method, path, body] of calls) {
        const answer = await house.call(who, method, path, body);
        expect(answer.status, `${method} ${path}`).toBe(403);
        expect(answer.body.code).toMatch(/^(wrong_domain|insufficient_scope)$/);
      }
    }
    await house.call(max, 'DELETE', `${CHANGES}/${id}`);
  },
);

it('what the registry file keeps is changed there, and what needs a backend or an operator too', async () => {
  const of = (id: string, body: object) => house.call(max, 'POST', `/v1/clients/${id}/changes`, body);
  for (const id of ['console-admin', 'svc_accounts', 'svc_probe'])
    await refuses(() => of(id, WIDER), 'kept_by_file');
  for (const scope of ['introspect', 'outcomes.write', 'keys.rotate', 'passkeys.enrol', 'client.manage'])
    await refuses(() => of(CLIENT, { ...WIDER, scopes: [scope] }), 'invalid_client_metadata');
  expect(await house.context.reader.$count(clients, eq(clients.keptBy, 'api'))).toBe(1);
});

it('a key of a kind that is not ours is no key of a client by two persons either', async () => {
  const add = [
    { ...(await publicKey('b')), d: 'c2VjcmV0' },
    { kty: 'oct', k: 'c2VjcmV0' },
  ];
  for (const key of add)
    await refuses(
      () =>
        house.call(max, 'POST', `/v1/clients/${CLIENT}/changes`, { keys: { add: [key] }, reason: 'More.' }),
      'invalid_client_metadata',
    );
});
