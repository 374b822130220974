import { afterAll, beforeAll, expect, it } from 'vitest';
import { findActivation } from '#broker/governance/active-policy.ts';
import { policyProposals, policyVersions } from '#broker/governance/tables.ts';
import { type DelegatedHouse, openDelegatedHouse, type SignedIn } from '#test/delegated-house.ts';
import { draft } from '#test/policy-drafts.ts';

let house: DelegatedHouse;
let pia: SignedIn;
beforeAll(async () => {
  house = await openDelegatedHouse();
  pia = await house.signIn('admin', 'pia', { scopes: ['policy.propose', 'policy.activate'] });
});
afterAll(() => house.close());

const edited = (path: string, edit: (content: never) => void) => {
  const content = JSON.parse(draft()[path] ?? '');
  edit(content as never);
  return draft({ [path]: JSON.stringify(content) });
};
const PERMIT = 'permit (principal, action, resource is Account);';

it.each<[string, () => Record<string, string>, string]>([
  [
    'leaves no group whose members are policy owners',
    () =>
      edited('roles.json', (roles: { admin: object }) => Object.assign(roles.admin, { 'policy-owners': [] })),
    'roles.json',
  ],
  [
    'makes policy owners of a group that nobody is in',
    () =>
      edited('roles.json', (roles: { admin: object }) =>
        Object.assign(roles.admin, { 'policy-owners': [], 'my-own-group': ['policy_owner'] }),
      ),
    'roles.json',
  ],
  [
    'leaves one policy owner alone',
    () =>
      edited('roles.json', (roles: { admin: object }) =>
        Object.assign(roles.admin, { 'policy-owners': [], auditors: ['policy_owner'] }),
      ),
    'roles.json',
  ],
  [
    'says that a guarded mark is nothing',
    () =>
      edited('marks.json', (marks: { privileged: { access: string } }) => {
        marks.privileged.access = 'by-policy';
      }),
    'marks.json',
  ],
  [
    'writes guard rails of its own',
    () => draft({ 'guard-rails.cedar': `@id("mine") @reason("Mine.") ${PERMIT}` }),
    'guard-rails.cedar',
  ],
  [
    'takes the name of a guard rail',
    () => draft({ 'mine.cedar': `@id("guard:never") @reason("Mine.") ${PERMIT}` }),
    'guard:never',
  ],
  [
    'carries an annotation that nobody knows',
    () => draft({ 'mine.cedar': `@id("mine") @reason("Mine.") @unless("friday") ${PERMIT}` }),
    'mine',
  ],
  [
    'lets another issuer say who somebody is',
    () => draft({ 'domains.json': '{"admin":{"issuer":"https://issuer.example"}}' }),
    'domains.json',
  ],
  ['brings a file outside the folder', () => draft({ 'tests/../../x.json': '{}' }), 'tests/../../x.json'],
])('a draft that %s is refused, and nothing of it is kept', async (_, files, where) => {
  const counts = async () => [
    await house.context.reader.$count(policyProposals),
    await house.context.reader.$count(policyVersions),
  ];
  const before = [await counts(), await findActivation(house.context.reader)];
  const answer = await house.call(pia, 'POST', '/v1/policies/proposals', {
    files: files(),
    reason: 'Please.',
  });
  expect(answer).toMatchObject({ status: 422, body: { code: 'draft_has_problems' } });
  expect((answer.body.problems as { where: string }[]).map((one) => one.where)).toContain(where);
  expect([await counts(), await findActivation(house.context.reader)]).toEqual(before);
  expect((await house.refusals()).at(-1)).toMatchObject({
    type: 'refusal.propose-policy-version',
    code: 'draft_has_problems',
    actor: pia.principal.id,
  });
});
