import { describe, expect, it } from 'vitest';
import { loadBundle, masksOf, risksOf } from '#broker/policy/bundle.ts';
import { ACTIONS } from '#examples/accounts-api/actions.ts';
import { maskedAddress, maskedEmail, maskedPhone } from '#examples/accounts-api/masks.ts';
import { readProfile } from '#examples/accounts-api/store/read-account.ts';
import { usingBackend } from './backend-house.ts';

const backend = usingBackend();
const PROFILE = 'accounts:profile.read';
const TEAM = 'accounts:team.read';

async function read(part: string, revealed?: unknown): Promise<Response> {
  const { call, token } = backend();
  const dlg = { id: 'dlg_one', mode: 'consented', level: 'read', policy: 'policy-one', evidence: 'leaf' };
  const details = {
    type: 'delegation_session',
    actions: [PROFILE, TEAM],
    locations: ['https://localhost:3002'],
    identifier: 'account/8f2c',
  };
  const claims = { dlg: { ...dlg, ...(revealed === undefined ? {} : { revealed }) } };
  return call('GET', `/accounts/8f2c/${part}`, {
    token: token({ ...claims, authorization_details: [details] }),
  });
}

it('what the accounts API declares is what the catalogue has', () => {
  const bundle = loadBundle('policies', {});
  const [risks, masks] = [risksOf(bundle), masksOf(bundle)];
  const ours = [...risks.keys()].filter((action) => action.startsWith('accounts:'));
  expect(Object.keys(ACTIONS).sort()).toEqual(ours.sort());
  for (const [action, { risk, masks: declared = [] }] of Object.entries(ACTIONS)) {
    expect([action, risk]).toEqual([action, risks.get(action)]);
    expect([action, [...declared].sort()]).toEqual([action, Object.keys(masks.get(action) ?? {}).sort()]);
  }
});

describe('a delegated caller is shown', () => {
  it('the masked fields masked, and which they are', async () => {
    expect(await (await read('profile')).json()).toEqual({
      name: 'Noël Abernathy-Okonkwo',
      email: 'o•••@example.org',
      phone: '••• 00',
      company: 'Low Tide Salvage',
      address: '•••, Cork',
      language: 'en',
      masked_fields: ['email', 'phone', 'address'],
    });
    const team = (await (await read('team')).json()) as { items: { email: string }[] };
    expect(team).toMatchObject({ masked_fields: ['email'] });
    expect(team.items.length).toBeGreaterThan(0);
    for (const { email } of team.items) expect(email).toMatch(/^.•••@/);
  });

  it('what the token reveals, of that action only', async () => {
    const revealed = { [PROFILE]: ['phone'] };
    expect(await (await read('profile', revealed)).json()).toMatchObject({
      email: 'o•••@example.org',
      phone: '+1 202 555 0100',
      masked_fields: ['email', 'address'],
    });
    expect(await (await read('team', { [PROFILE]: ['email'] })).json()).toMatchObject({
      masked_fields: ['email'],
    });
  });

  it('nothing by a token that is unclear about it', async () => {
    for (const revealed of ['email', { [PROFILE]: 'email' }, { [PROFILE]: [1] }, [], null])
      expect((await read('profile', revealed)).status).toBe(401);
  });
});

it('the store gives the customer in person everything', async () => {
  expect(await readProfile(backend().store, '8f2c')).toMatchObject({
    email: 'one@example.org',
    phone: '+1 202 555 0100',
    address: '1 Harbour Row, Cork',
  });
});

it.each([
  ['mira@low-tide.example', 'm•••@low-tide.example'],
  ['@no-name', '•••'],
  ['no address', '•••'],
])('the e-mail address %s is shown as %s', (whole, shown) => expect(maskedEmail(whole)).toBe(shown));

it.each([
  ['+353 1 555 0142', '••• 42'],
  ['112', '•••'],
])('the phone number %s is shown as %s', (whole, shown) => expect(maskedPhone(whole)).toBe(shown));

it.each([
  ['12 Quay Street, Galway', '•••, Galway'],
  ['somewhere', '•••'],
])('the address %s is shown as %s', (whole, shown) => expect(maskedAddress(whole)).toBe(shown));
