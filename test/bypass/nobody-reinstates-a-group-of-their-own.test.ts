import { afterAll, beforeAll, expect, it } from 'vitest';
import { findPerson } from '#broker/identity/find-person.ts';
import { lapseMembership } from '#broker/identity/lapse-membership.ts';
import { reinstateMembership } from '#broker/identity/reinstate-membership.ts';
import { type DelegatedHouse, openDelegatedHouse } from '#test/delegated-house.ts';

let house: DelegatedHouse;
const tess = () => house.who('admin', 'tess');
const max = () => house.who('admin', 'max');
const wanted = () => ({ id: tess().id, group: 'team-leads', reason: 'She leads the team again.' });
const groups = async () => (await findPerson(house.context.reader, tess().id))?.groups;
const reinstated = async () =>
  (await house.entries()).filter(({ type }) => type === 'person.membership_reinstated');

beforeAll(async () => {
  house = await openDelegatedHouse();
  const { id, group } = wanted();
  await lapseMembership(house.context, { id, group, by: max().id, reason: 'Nobody confirmed it.' });
});
afterAll(() => house?.close());

it('under whatever account, nor through another domain, nor without the scope', async () => {
  const refused = (code: string) => expect.objectContaining({ code, status: 403 });
  const other = { ...max(), person: tess().person };
  for (const principal of [tess(), other])
    await expect(reinstateMembership(house.context, principal, wanted())).rejects.toThrow(
      refused('own_person'),
    );
  await expect(reinstateMembership(house.context, house.who('support', 'ana'), wanted())).rejects.toThrow(
    refused('wrong_domain'),
  );
  const audra = await house.signIn('admin', 'audra', { scopes: ['review.manage', 'audit.read'] });
  const { id, ...body } = wanted();
  expect((await house.call(audra, 'POST', `/v1/people/${id}/reinstatements`, body)).status).toBe(403);
  expect(await groups()).toEqual([]);
  expect(await reinstated()).toEqual([]);
});

it('somebody else does, once, and says why', async () => {
  const admin = await house.signIn('admin', 'max', { scopes: ['people.manage'] });
  const { id, ...body } = wanted();
  const both = await Promise.all(
    [1, 2].map(() => house.call(admin, 'POST', `/v1/people/${id}/reinstatements`, body)),
  );
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(await groups()).toEqual(['team-leads']);
  expect(await reinstated()).toMatchObject([{ actor: max().id, target: id, facts: { group: 'team-leads' } }]);
  const again = await house.call(admin, 'POST', `/v1/people/${id}/reinstatements`, body);
  expect(again).toMatchObject({ status: 409, body: { code: 'not_lapsed' } });
});
