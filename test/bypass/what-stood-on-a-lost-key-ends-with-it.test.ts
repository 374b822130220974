import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { update } from '#broker/db/build.ts';
import type { Wanted } from '#broker/oauth/clients/changes/wanted-members.ts';
import { clients } from '#broker/oauth/clients/tables.ts';
import { decidesChange, proposesChange } from '#test/client-changes.ts';
import { type DelegatedHouse, openDelegatedHouse, READ, type SignedIn } from '#test/delegated-house.ts';

const CLIENT = 'svc_probe';
let house: DelegatedHouse;
let probe: SignedIn;
let grant: string;
let token: string;
let delegation: string;
let n = 0;
beforeAll(async () => {
  house = await openDelegatedHouse();
  for (const login of ['max', 'edda']) await house.enrolled('admin', login);
  const owner = house.who('admin', 'sam').id;
  await house.database.run(update(clients).set({ keptBy: 'api', owner }).where(eq(clients.id, CLIENT)));
}, 60_000);
/** The service in a session, as it was before the change. */
beforeEach(async () => {
  house.clock.pass(60);
  const sanUri = `spiffe://countersign.demo/${CLIENT}`;
  await house.database.run(update(clients).set({ sanUri, subjectDn: null }).where(eq(clients.id, CLIENT)));
  probe = await house.asService(CLIENT);
  const asked = await house.asks('ana', 'noel', READ);
  const details = { ...asked.effective[0], purpose: { code: 'check-setting', ref: `TCK-${++n}` } };
  const filed = await house.call(probe, 'POST', '/v1/delegations', {
    subject: house.who('customer', 'noel').id,
    authorization_details: [details],
    justification: 'A service looks after the settings.',
  });
  delegation = String(filed.body.id);
  grant = String(filed.body.grant_token);
  await house.answers('noel', await house.delegation(delegation));
  token = String((await house.exchange(probe, grant)).body.access_token);
  expect(await house.introspect(token)).toMatchObject({ active: true });
  house.clock.pass(5);
});
afterAll(() => house?.close());

const accepts = async (wanted: Wanted) =>
  decidesChange(house, 'edda', await proposesChange(house, 'max', CLIENT, wanted));

it.each<[string, () => Wanted]>([
  [
    'its certificate has another name',
    () => ({ auth: { method: 'tls_client_auth', sanUri: 'spiffe://countersign.demo/other' } }),
  ],
  ['somebody else answers for it', () => ({ owner: house.who('admin', n % 2 ? 'sol' : 'tess').id })],
])('its session, its delegation and all its tokens, where %s', async (_, wanted) => {
  await accepts(wanted());
  expect(await house.introspect(token)).toEqual({ active: false });
  expect((await house.call(probe, 'GET', '/v1/me')).status).toBe(401);
  expect((await house.exchange(probe, grant)).status).toBeGreaterThanOrEqual(400);
  expect((await house.delegation(delegation)).state).toMatchObject({
    status: 'revoked',
    endedBy: { kind: 'admin', id: house.who('admin', 'edda').id },
  });
  expect(await house.types(delegation)).toEqual(
    expect.arrayContaining(['session.ended', 'delegation.revoked']),
  );
});

it('but nothing where it only may do more, and the tokens that are out do no more than before', async () => {
  await accepts({ scopes: ['delegation.request', 'delegation.run', 'policy.propose'] });
  expect(await house.introspect(token)).toMatchObject({ active: true });
  expect((await house.call(probe, 'GET', '/v1/me')).status).toBe(200);
  const draft = { files: {}, reason: 'Please.' };
  expect(await house.call(probe, 'POST', '/v1/policies/proposals', draft)).toMatchObject({ status: 403 });
  expect((await house.delegation(delegation)).state.status).toBe('granted');
});
