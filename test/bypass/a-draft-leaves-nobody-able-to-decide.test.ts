import { afterAll, beforeAll, expect, it } from 'vitest';
import { policyProposals } from '#broker/governance/tables.ts';
import { type DelegatedHouse, openDelegatedHouse, type SignedIn } from '#test/delegated-house.ts';
import { READ } from '#test/house.ts';
import { draft } from '#test/policy-drafts.ts';

let house: DelegatedHouse;
let pia: SignedIn;
beforeAll(async () => {
  house = await openDelegatedHouse();
  pia = await house.signIn('admin', 'pia', { scopes: ['policy.propose'] });
});
afterAll(() => house.close());

const when = (condition: string) => ({
  'extra.cedar': `@id("extra")\n@reason("Never.")\nforbid (principal, action, resource is Account) when { ${condition} };`,
});
const times = (n: number, text: string) => text.repeat(n);
const schema = draft()['schema.cedarschema'];

/** Each of these overflows the engine's stack, which then decides nothing for anybody until the broker is started anew. */
const deep: Record<string, Record<string, string>> = {
  brackets: when(`${times(400, '(')}true${times(400, ')')}`),
  'brackets behind what reads like a text': when(`"\\"" == "//" || ${times(400, '(')}true${times(400, ')')}`),
  lists: when(`${times(400, '[')}${times(400, ']')} == []`),
  records: when(`${times(400, '{"a":')}1${times(400, '}')} == 1`),
  'one if within another': when(`${times(1000, 'if true then ')}true${times(1000, ' else false')}`),
  'a long chain': when(`${times(12_000, 'true && ')}true`),
  'a long sum': when(`1${times(4_000, ' + 1')} == 1`),
  'a long path': when(`context${times(4_000, '.a')} == 1`),
  'thousands of policies': {
    'extra.cedar': times(
      1_000,
      '@id("x") @reason("n") permit (principal, action, resource) when { context.chainDepth > 9 };',
    ),
  },
  'a type of the schema': {
    'schema.cedarschema': `${schema}\nentity Deep { a: ${times(4_000, 'Set<')}Long${times(4_000, '>')} };`,
  },
  'a family of actions': {
    'schema.cedarschema': `${schema}\n${Array.from({ length: 4_000 }, (_, i) => `action "z${i}"${i === 0 ? '' : ` in ["z${i - 1}"]`};`).join('\n')}`,
  },
};

it.each(Object.keys(deep))('%s, as deep as a draft can hold them, are refused', async (what) => {
  const files = draft(deep[what]);
  const proposed = await house.call(pia, 'POST', '/v1/policies/proposals', {
    files,
    reason: 'As we agreed.',
  });
  expect(proposed).toMatchObject({ status: 422, body: { code: 'draft_has_problems' } });
  expect(await house.context.reader.$count(policyProposals)).toBe(0);
  expect((await house.asks('ana', 'mira', READ)).state.status).toBe('pending');
});

it('nor is what somebody only tries out', async () => {
  const files = Object.fromEntries(
    Object.entries(draft(deep.brackets)).filter(([path]) => !/^tests\/|domains/.test(path)),
  );
  const tried = await house.call(pia, 'POST', '/v1/policies/simulations', {
    actor: house.who('support', 'ana').id,
    subject: house.who('customer', 'mira').id,
    authorization_details: (await house.asks('ana', 'mira', READ)).requested,
    files,
  });
  expect(tried).toMatchObject({ status: 400, body: { code: 'policy_unfit' } });
  expect((await house.asks('ana', 'mira', READ)).state.status).toBe('pending');
});
