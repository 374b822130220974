import { afterAll, beforeAll, expect, it } from 'vitest';
import { registerBackends } from '#broker/catalog/register-backends.ts';
import { refusedExchange, tried } from '#test/attempt.ts';
import {
  type DelegatedHouse,
  openDelegatedHouse,
  READ,
  RESOURCE,
  type SignedIn,
} from '#test/delegated-house.ts';

const FILES = 'https://files.example';
let house: DelegatedHouse;
let ana: SignedIn;
let open: Awaited<ReturnType<DelegatedHouse['inSession']>>;
beforeAll(async () => {
  house = await openDelegatedHouse();
  await registerBackends(house.context, [{ id: 'files', resource: FILES, clientId: 'svc_files' }]);
  ana = await house.signIn('support', 'ana');
  open = await house.inSession(ana);
});
afterAll(() => house.close());

const exchange = (form: Record<string, string>) => tried(house, () => house.exchange(ana, open.grant, form));

it.each<[string, (granted: Record<string, unknown>) => unknown]>([
  ['another action', (granted) => [{ ...granted, actions: [...READ, 'accounts:invoice.read'] }]],
  ['an action that changes things', (granted) => [{ ...granted, actions: ['accounts:settings.update'] }]],
  ['another place', (granted) => [{ ...granted, locations: [FILES] }]],
  ['one place more', (granted) => [{ ...granted, locations: [RESOURCE, FILES] }]],
  ['more time', (granted) => [{ ...granted, max_duration: 601 }]],
  ['another purpose', (granted) => [{ ...granted, purpose: { code: 'invoice-question', ref: 'TCK-1042' } }]],
  ['another ticket', (granted) => [{ ...granted, purpose: { code: 'check-setting', ref: 'TCK-1' } }]],
  ['another type', (granted) => [{ ...granted, type: 'delegation' }]],
  ['a member that nobody knows', (granted) => [{ ...granted, level: 'write' }]],
  [
    'a second item beside the granted one',
    (granted) => [granted, { ...granted, actions: ['accounts:team.read'] }],
  ],
  ['an item without an end', ({ max_duration, ...granted }) => [granted]],
  ['no item', () => []],
  ['no list', (granted) => granted],
])('details with %s', async (_, of) => {
  const authorization_details = JSON.stringify(of({ ...open.delegation.effective[0] }));
  expect(await exchange({ authorization_details })).toEqual(
    refusedExchange({ error: 'invalid_authorization_details' }),
  );
});

it('a scope with one action more, or with another word', async () => {
  for (const scope of [
    [...READ, 'accounts:invoice.read'].join(' '),
    'accounts:settings.update',
    '*',
    'delegation.run',
  ])
    expect(await exchange({ scope })).toEqual(refusedExchange({ error: 'invalid_scope' }));
});

it('a scope beyond the details that came with it', async () => {
  const [first, second = ''] = READ;
  const authorization_details = JSON.stringify([{ ...open.delegation.effective[0], actions: [first] }]);
  expect(await exchange({ authorization_details, scope: second })).toEqual(
    refusedExchange({ error: 'invalid_scope' }),
  );
});

it('a resource that the delegation does not name, registered or not', async () => {
  for (const resource of [FILES, 'https://unknown.example', `${RESOURCE}/`, house.issuer])
    expect(await exchange({ resource })).toEqual(refusedExchange({ error: 'invalid_target' }));
});
