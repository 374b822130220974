import { afterAll, beforeAll, expect, it } from 'vitest';
import { policyProposals } from '#broker/governance/tables.ts';
import { type DelegatedHouse, openDelegatedHouse } from '#test/delegated-house.ts';
import { draft, proposes } from '#test/policy-drafts.ts';

let house: DelegatedHouse;
beforeAll(async () => {
  house = await openDelegatedHouse();
});
afterAll(() => house.close());

const json = (name: string) => JSON.parse(draft()[name] ?? '');

/** What a second person would be shown reads as one thing and means another. */
const deceiving: Record<string, Record<string, string>> = {
  'a bidirectional override in a comment of a policy': {
    'requests.cedar': `// \u202e } )"gnihton" ==\u2066\n${draft()['requests.cedar']}`,
  },
  'a zero-width character in the name of a policy': {
    'extra.cedar': `@id("read-\u200bwith-consent")\n@reason("Nothing.")\nforbid (principal, action in Action::"support.read", resource is Account) when { context.chainDepth > 9 };`,
  },
  'an escape in the reason of a policy': {
    'extra.cedar': `@id("extra")\n@reason("Not \\u{202e}allowed.")\nforbid (principal, action in Action::"support.read", resource is Account) when { context.chainDepth > 9 };`,
  },
  'an escape in what an intent is called': {
    'intents.json': JSON.stringify([
      { ...json('intents.json')[0], title: 'Look \u202eat settings' },
      ...json('intents.json').slice(1),
    ]).replace('\u202e', '\\u202e'),
  },
  'a zero-width character in the name of a group': {
    'roles.json': JSON.stringify({
      ...json('roles.json'),
      admin: { ...json('roles.json').admin, 'policy\u200b-owners': ['policy_owner'] },
    }),
  },
};

it.each(Object.keys(deceiving))('%s is refused, and nothing is stored', async (what) => {
  await expect(proposes(house, 'pia', draft(deceiving[what]))).rejects.toMatchObject({
    code: 'draft_has_problems',
    extra: { problems: [{ what: 'holds invisible, bidirectional or control characters' }] },
  });
  expect(await house.context.reader.$count(policyProposals)).toBe(0);
});

it('line breaks, tabs and letters of every script are taken', async () => {
  const files = { 'requests.cedar': `// Größe, 大きさ, حجم\r\n\t\n${draft()['requests.cedar']}` };
  expect((await proposes(house, 'pia', draft(files))).state.status).toBe('open');
});
