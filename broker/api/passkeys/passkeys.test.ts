import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { update } from '#broker/db/build.ts';
import { signIns } from '#broker/oauth/sign-in/tables.ts';
import { verifySigned } from '#broker/signing/verify-signed.ts';
import { type Caller, keyed, openTestBroker, type TestBroker } from '#test/broker-app.ts';
import { enrolByApi, signedBy } from '#test/enrol-by-api.ts';
import { Authenticator } from '#test/passkey.ts';

let broker: TestBroker;
let operator: Caller;
let tess: Caller;
let sam: Caller;
const keys = { tess: new Authenticator(), sam: new Authenticator() };
beforeAll(async () => {
  broker = await openTestBroker();
  operator = await broker.asService('svc_operator', ['passkeys.enrol']);
  tess = await broker.as('admin', 'tess');
  sam = await broker.as('admin', 'sam');
}, 120_000);
afterAll(() => broker?.close());

const body = async (response: Response) => (await response.json()) as Record<string, unknown>;

async function files(actions?: string[]): Promise<string> {
  const ana = await broker.as('support', 'ana');
  const answer = await ana.call('POST', '/v1/delegations', broker.wish('mira', actions), keyed());
  return String((await body(answer)).id);
}

it('options, key, confirmation and removal, as a browser and two people see them', async () => {
  const mine = await enrolByApi({ operator, person: tess }, 'operator', keys.tess);
  const other = { who: tess, authenticator: keys.tess };
  await enrolByApi({ operator, person: sam }, other, keys.sam);
  const options = await body(await tess.call('POST', '/v1/me/passkeys/options'));
  expect(options).toMatchObject({
    rp: { id: 'localhost' },
    attestation: 'none',
    authenticatorSelection: { userVerification: 'required' },
    excludeCredentials: [{ id: keys.tess.credentialId.toString('base64url'), type: 'public-key' }],
  });
  const listed = await body(await tess.call('GET', '/v1/me/passkeys'));
  expect(listed).toMatchObject({
    items: [
      {
        id: mine.id,
        owner: { id: tess.id, name: 'Tess Oyelowo' },
        state: 'active',
        fingerprint: keys.tess.fingerprint,
        enrolled_by: 'code',
        confirmed_by: 'svc_operator',
      },
    ],
  });
  const audra = await broker.as('admin', 'audra');
  const all = await body(await audra.call('GET', '/v1/passkeys?status=active&limit=1'));
  expect(all).toMatchObject({ items: [{ id: mine.id }], next_cursor: mine.id });
  const rest = await body(await audra.call('GET', `/v1/passkeys?status=active&cursor=${all.next_cursor}`));
  expect(rest).toMatchObject({ items: [{ owner: { id: sam.id } }], next_cursor: null });

  const spare = await enrolByApi({ operator, person: sam }, other);
  const foreign = await tess.call('DELETE', `/v1/me/passkeys/${spare.id}`);
  expect(foreign.status).toBe(404);
  expect(await body(await sam.call('DELETE', `/v1/me/passkeys/${spare.id}`))).toMatchObject({
    state: 'removed',
  });
  expect((await tess.call('DELETE', `/v1/passkeys/${spare.id}`)).status).toBe(403);
  expect((await (await broker.as('support', 'ana')).call('GET', '/v1/passkeys')).status).toBe(403);
});

it('what is to be signed says how, and auditors get all it takes to check it', async () => {
  const id = await files(['accounts:settings.read', 'accounts:settings.update']);
  const ask = { kind: 'approval', target: id, decision: 'approve' };
  const built = await body(await tess.call('POST', '/v1/statements', ask));
  expect(built).toMatchObject({
    method: 'passkey',
    passkey_options: {
      challenge: built.challenge,
      rpId: 'localhost',
      userVerification: 'required',
      allowCredentials: [{ id: keys.tess.credentialId.toString('base64url'), type: 'public-key' }],
    },
  });
  const signed = await signedBy({ who: tess, authenticator: keys.tess }, ask);
  const path = `/v1/delegations/${id}`;
  expect((await tess.call('POST', `${path}/approvals`, { decision: 'approve', signed })).status).toBe(200);
  const mira = await broker.as('customer', 'mira');
  const give = { kind: 'consent', target: id, decision: 'give' };
  const { statement, nonce, ...how } = await body(await mira.call('POST', '/v1/statements', give));
  expect(how).toMatchObject({ method: 'session' });
  expect(how).not.toHaveProperty('passkey_options');
  const answer = { decision: 'give', signed: { statement, nonce, method: 'session' } };
  expect((await mira.call('POST', `${path}/consent`, answer)).status).toBe(200);

  const audra = await broker.as('admin', 'audra');
  const { items } = (await body(await audra.call('GET', `${path}/signatures`))) as {
    items: Parameters<typeof verifySigned>[0][];
  };
  expect(items).toMatchObject([
    { kind: 'approval', signer: tess.id, decision: 'approve', method: 'passkey', holds: true },
    { kind: 'consent', signer: mira.id, decision: 'give', method: 'session', proof: null, holds: true },
  ]);
  const [approval] = items;
  if (!approval) throw new Error('Nothing was signed.');
  const party = { rpId: 'localhost', origins: ['http://localhost:3000'] };
  expect(await verifySigned(approval, party)).toBe(true);
  expect((await mira.call('GET', `${path}/signatures`)).status).toBe(403);
});

it('too old a sign-in is told as such, with what would do (RFC 9470)', async () => {
  const id = await files(['accounts:settings.read', 'accounts:settings.update']);
  const cleo = await broker.as('admin', 'cleo');
  await broker.database.run(
    update(signIns)
      .set({ authTime: new Date(Date.now() - 9 * 3_600_000) })
      .where(eq(signIns.id, cleo.signInId ?? '')),
  );
  const ask = { kind: 'approval', target: id, decision: 'approve' };
  const { statement, nonce } = await body(await cleo.call('POST', '/v1/statements', ask));
  const signed = { statement, nonce, method: 'session' };
  const answer = await cleo.call('POST', `/v1/delegations/${id}/approvals`, { decision: 'approve', signed });
  expect(answer.status).toBe(401);
  expect(answer.headers.get('www-authenticate')).toMatch(
    /^Bearer error="insufficient_user_authentication", acr_values="urn:countersign:acr:passkey [^"]+", max_age="28800", /,
  );
  expect(await body(answer)).toMatchObject({ code: 'insufficient_user_authentication', max_age: 28_800 });
});

it('a customer sees in the history that a passkey was added, and whoever is let in is on record', async () => {
  const noel = await broker.as('customer', 'noel');
  const options = await body(await noel.call('POST', '/v1/me/passkeys/options'));
  const key = new Authenticator();
  const response = key.register({ challenge: String(options.challenge) });
  const added = await noel.call('POST', '/v1/me/passkeys', { name: 'Telephone', response }, keyed());
  expect(added.status).toBe(201);
  await broker.logged();
  const history = await body(await noel.call('GET', '/v1/me/history'));
  expect(history.items).toContainEqual(
    expect.objectContaining({ type: 'passkey.added', actor: expect.objectContaining({ id: noel.id }) }),
  );
  const audra = await broker.as('admin', 'audra');
  const { items } = await body(await audra.call('GET', '/v1/audit/entries?type=passkey&limit=100'));
  expect((items as { type: string }[]).map(({ type }) => type)).toEqual(
    expect.arrayContaining(['passkey.added', 'passkey.confirmed', 'passkey.removed']),
  );
});

it('two approvers invite somebody who then needs no code', async () => {
  const pat = await broker.as('admin', 'pat');
  const invite = { kind: 'enrolment', target: pat.id, decision: 'invite' };
  for (const one of [
    { who: tess, authenticator: keys.tess },
    { who: sam, authenticator: keys.sam },
  ]) {
    const signed = await signedBy(one, invite);
    const answer = await one.who.call('POST', `/v1/people/${pat.id}/invitations`, { signed }, keyed());
    expect(answer.status).toBe(201);
  }
  const { challenge } = await body(await pat.call('POST', '/v1/me/passkeys/options'));
  const response = new Authenticator().register({ challenge: String(challenge) });
  const added = await pat.call('POST', '/v1/me/passkeys', { name: 'Key', response }, keyed());
  expect(await body(added)).toMatchObject({ state: 'pending', enrolled_by: 'approvers' });
});
