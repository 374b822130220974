import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inForceWords } from './in-force-words.ts';
import { obligationWords } from './obligation-words.ts';

const files: Record<string, string> = {
  ...Object.fromEntries(
    readdirSync('policies', { encoding: 'utf8' })
      .filter((path) => /\.(cedar|json)$/.test(path))
      .map((path) => [path, readFileSync(`policies/${path}`, 'utf8')]),
  ),
  'domains.json': JSON.stringify({ support: { issuer: 'https://support.example', extra: 1 } }),
};
const titles = new Map([['accounts:profile.read', 'See the profile']]);
const words = inForceWords(files, titles);

test('every policy is told with its reason and what it asks for, and none is left out', () => {
  const written = Object.values(files).join('\n');
  expect(words.rules).toHaveLength([...written.matchAll(/^@id\(/gm)].length);
  expect(words.rules.find(({ id }) => id === 'sensitive-with-two-groups')).toEqual({
    id: 'sensitive-with-two-groups',
    effect: 'permit',
    reason:
      'Support may touch credentials when a team lead and the security team approve and the customer consents.',
    asks: [
      'signatures by the flow “two-groups”',
      'the customer’s consent',
      '15 minutes at most',
      'no more than 50 calls, 10 resources, 10 denials',
      'customer told',
    ],
  });
  expect(words.rules.find(({ id }) => id === 'only-in-support-hours')).toMatchObject({
    effect: 'forbid',
    asks: [],
  });
});

test('what a risk asks for a mark is told by the title of the mark', () => {
  expect(words.risks).toContainEqual({
    risk: 'sensitive',
    of: 'customers marked “A customer of special weight”',
    asks: ['signatures by the flow “two-groups”', '10 minutes at most', 'customer and security told'],
  });
  const always = inForceWords({ 'risks.json': '{"write":{"always":{"consent":"required"}}}' }, titles);
  expect(always.risks).toEqual([{ risk: 'write', of: 'every customer', asks: ['the customer’s consent'] }]);
});

test('marks, groups, purposes, limits, signatures, reviews and issuers are told in sentences', () => {
  expect(words.marks).toContainEqual({ id: 'minor', title: 'Minor', isRefused: true });
  expect(words.roles).toContainEqual({
    door: 'Administration',
    group: 'policy-owners',
    roles: ['policy_owner'],
    words: 'propose and activate policy',
  });
  expect(words.intents.find(({ id }) => id === 'check-setting')).toMatchObject({
    actions: ['See the profile', 'accounts:settings.read'],
    longest: '30 minutes',
  });
  expect(words.limits).toContain('An agent may have 250 requests open at a time, and 100 for one customer.');
  expect(words.signatures).toContainEqual({
    name: 'Approving a request',
    lines: ['With a passkey, from whoever has one.', 'Without one the sign-in is no older than 8 hours.'],
  });
  expect(words.reviews).toEqual([
    {
      name: 'After an emergency',
      lines: ['2 people of security or auditors, who took no part in it, within 3 days.'],
    },
  ]);
  expect(words.issuers).toEqual([{ door: 'Support', issuer: 'https://support.example' }]);
  expect(words.assurance).toHaveLength(3);
});

test('hours are told day by day', () => {
  const day = ['09:00-17:00'];
  const week = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: [], sun: [] };
  const calendar = { support: { time_zone: 'Europe/Berlin', week, closed: ['2026-12-25'] } };
  const { calendar: told } = inForceWords({ 'calendar.json': JSON.stringify(calendar) }, titles);
  expect(told[0]?.lines).toEqual(
    expect.arrayContaining([
      'Monday: 09:00-17:00',
      'Sunday: closed',
      'Times of Europe/Berlin.',
      'Closed on 2026-12-25.',
    ]),
  );
  expect(words.calendar).toEqual([{ name: 'support', lines: ['Always open.'] }]);
});

test('what is missing or in a form that is not known has no words, and breaks nothing', () => {
  const odd = inForceWords({ 'roles.json': '[', 'limits.json': '{"new":1}' }, titles);
  expect(odd).toMatchObject({ roles: [], limits: [], risks: [], rules: [], assurance: [] });
  expect(obligationWords({ budget: 'much' })).toEqual(['what no words are known for: see the file']);
  expect(obligationWords({})).toEqual([]);
});
