import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { insertInto, update } from '#broker/db/build.ts';
import { disablePerson } from '#broker/identity/disable-person.ts';
import { findPerson } from '#broker/identity/find-person.ts';
import { resolveSignIn, SignInRefused } from '#broker/identity/resolve-sign-in.ts';
import { accountConsenters, accounts } from '#broker/identity/tables.ts';
import { changeClient } from '#broker/oauth/clients/change-client.ts';
import { shutOutClient } from '#broker/oauth/clients/shut-out-client.ts';
import { endSession } from '#broker/session/end-session.ts';
import { type DelegatedHouse, openDelegatedHouse, READ, WRITE } from '#test/delegated-house.ts';
import { attacker, projected, watching } from '#test/tamper.ts';

let house: DelegatedHouse;
let intruder: ReturnType<typeof attacker>;
let watch: ReturnType<typeof watching>;
beforeAll(async () => {
  house = await openDelegatedHouse();
  intruder = attacker(house);
  watch = watching(house);
}, 60_000);
afterEach(() => watch.report());
afterAll(() => house?.close());

const personRow = async (id: string): Promise<string> =>
  JSON.parse(await intruder.copy('people', id)).person_id;

/** Edits a row, looks, and puts it back as it was, with the seal that holds. */
async function edited(
  table: 'people' | 'persons' | 'clients' | 'backends',
  id: string,
  values: Record<string, unknown>,
  look: () => Promise<void>,
): Promise<void> {
  const before = await intruder.copy(table, id);
  await intruder.set(table, id, values);
  await look();
  await intruder.putBack(table, before);
}

describe('a person', () => {
  it.each([
    ['with more groups', { groups: ['support-agents', 'support-seniors'] }],
    ['linked to somebody else', { person_id: 'somebody' }],
    ['of another domain', { domain: 'admin' }],
    ['under another account of the issuer', { sub: 'somebody' }],
    ['without a seal', { seal: null }],
  ])('%s neither signs in nor acts', async (_, values) => {
    const ana = await house.signIn('support', 'ana');
    const { session, grant } = await house.inSession(ana);
    const token = String((await house.exchange(ana, grant)).body.access_token);
    const { id } = ana.principal;
    const known = await findPerson(house.context.reader, id);
    const of =
      'person_id' in values ? { person_id: await personRow(house.who('support', 'ben').id) } : values;
    await edited('people', id, of, async () => {
      expect((await house.exchange(ana, grant)).status).toBe(400);
      expect(await house.introspect(token)).toEqual({ active: false });
      expect((await house.call(ana, 'GET', '/v1/me')).status).toBe(401);
      const identity = { domain: 'support' as const, iss: known?.iss ?? '', sub: known?.sub ?? '' };
      const who = { ...identity, personKey: known?.person, name: undefined, email: undefined, groups: [] };
      if (!('sub' in values)) await expect(resolveSignIn(house.context, who)).rejects.toThrow(SignInRefused);
      await watch.report();
    });
    const told = (await house.entries()).filter(
      ({ type, target }) => type === 'seal.broken' && target === id,
    );
    expect(told, 'once an hour, whoever asks how often').toMatchObject([{ facts: { table: 'people' } }]);
    expect((await house.exchange(ana, grant)).status, 'the row as it was').toBe(200);
    await endSession(house.context, { principal: ana.principal, sid: session.id });
  });

  it('who approved, moved into a group: the signature no longer counts', async () => {
    const asked = await house.asks('ben', 'noel', WRITE);
    await house.reviews('tess', asked);
    await intruder.set('people', house.who('admin', 'tess').id, { groups: ['team-leads', 'security'] });
    await expect(house.answers('noel', asked)).rejects.toMatchObject({ code: 'approvals_open' });
  });

  it('a customer whose marks were cleared is acted for by nobody', async () => {
    const ben = await house.signIn('support', 'ben');
    const granted = await house.granted('ben', 'ivo');
    await intruder.set('people', house.who('customer', 'ivo').id, { marks: ['privileged'] });
    await expect(house.starts(ben, granted)).rejects.toMatchObject({ code: 'policy_denied' });
    await expect(house.asks('ben', 'ivo', READ)).rejects.toMatchObject({ code: 'subject_unknown' });
  });

  it('who was shut out stays out, also where the row from before is put back', async () => {
    const eve = await house.signIn('support', 'eve');
    const row = await personRow(eve.principal.id);
    const before = await intruder.copy('persons', row);
    await disablePerson(house.context, house.who('admin', 'max'), eve.principal.id, 'Left.');
    await intruder.set('persons', row, { disabled_at: null });
    expect((await findPerson(house.context.reader, eve.principal.id))?.enabled).toBe(false);
    await projected(house);
    await intruder.putBack('persons', before);
    expect((await findPerson(house.context.reader, eve.principal.id))?.enabled).toBe(false);
  });
});

describe('an account', () => {
  it('has no consenter but those the broker wrote down', async () => {
    const asked = await house.asks('cleo', 'mira', READ);
    const account = house.accountOf('mira').replace('account/', '');
    const noel = house.who('customer', 'noel').id;
    await house.services.database.run(
      insertInto(accountConsenters).values({ backend: 'accounts', accountId: account, customerId: noel }),
    );
    await expect(house.answers('noel', asked)).rejects.toMatchObject({ code: 'may_not_consent' });
    expect((await house.answers('mira', asked)).state.status).toBe('granted');
  });

  it('given to somebody else by hand is nobody’s', async () => {
    const cleo = await house.signIn('support', 'cleo');
    const granted = await house.granted('cleo', 'mira');
    const account = house.accountOf('mira').replace('account/', '');
    await house.services.database.run(
      update(accounts)
        .set({ ownerId: house.who('customer', 'noel').id })
        .where(eq(accounts.id, account)),
    );
    await expect(house.starts(cleo, granted)).rejects.toMatchObject({ code: 'policy_denied' });
  });
});

describe('a client', () => {
  it.each([
    ['with more scopes', { scopes: ['delegation.run', 'delegation.request', 'keys.rotate'] }],
    ['with another certificate', { san_uri: 'spiffe://countersign.demo/intruder' }],
    ['with a key beside the certificate', { method: 'private_key_jwt' }],
    ['that may say whose browser it is', { relay: true }],
    ['of another domain', { domain: 'support' }],
    ['without a seal', { seal: null }],
  ])('%s is no client, and neither are those who came through it', async (_, values) => {
    const probe = await house.asService('svc_other');
    await edited('clients', 'svc_other', values, async () => {
      const form = { grant_type: 'client_credentials', scope: 'delegation.run' };
      expect(await house.post(probe, form)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
      expect((await house.call(probe, 'GET', '/v1/delegations')).status).toBe(401);
      await expect(
        changeClient(house.context, house.who('admin', 'max'), 'svc_other', { name: 'Mine', others: [] }),
      ).rejects.toMatchObject({ code: expect.stringMatching(/^(seal_broken|kept_by_file)$/) });
    });
  });

  it('that is a backend introspects nothing under another name', async () => {
    const ben = await house.signIn('support', 'ben');
    const session = await house.starts(ben, await house.granted('ben', 'kai'));
    const grant = await house.grantToken(ben, session.delegation, session);
    const token = String((await house.exchange(ben, grant)).body.access_token);
    await edited('clients', 'svc_files', { resource: 'https://elsewhere.example' }, async () => {
      expect(await house.introspect(token, 'svc_files')).toMatchObject({ error: 'invalid_client' });
    });
    await edited('backends', 'accounts', { resource: 'https://elsewhere.example' }, async () => {
      const { status, body } = await house.exchange(ben, grant, { resource: 'https://elsewhere.example' });
      expect({ status, error: body.error }).toEqual({ status: 400, error: 'invalid_target' });
      expect((await house.exchange(ben, grant)).status).toBe(400);
    });
    expect((await house.exchange(ben, grant)).status).toBe(200);
  });

  it('that was shut out stays out, also where the row from before is put back', async () => {
    const service = await house.asService('svc_probe');
    const before = await intruder.copy('clients', 'svc_probe');
    await shutOutClient(house.context, house.who('admin', 'max'), 'svc_probe', 'Its key was seen elsewhere.');
    await intruder.set('clients', 'svc_probe', { disabled_at: null, shut_out: false });
    const form = { grant_type: 'client_credentials', scope: 'delegation.run' };
    expect((await house.post(service, form)).status).toBe(401);
    await projected(house);
    await intruder.putBack('clients', before);
    expect((await house.post(service, form)).status).toBe(401);
  });
});
