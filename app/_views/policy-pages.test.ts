import { expect, test } from 'vitest';
import { compared, outcome, type ReplayView } from '#components/policy/replay.ts';
import { questionFacts, whatWasAsked } from './question-facts.ts';
import { replayView } from './replay-view.ts';

const titles = new Map([['accounts:profile.read', 'See the profile']]);
const ana = { id: 'agt_1', name: 'An agent' };
const none = { items: [], more: 0 };
const same = { gains: 0, loses: 0, needs_more: 0, unchanged: 3 };
const group = { effect: 'loses' as const, why: ['closed: Closed.'], count: 2, actors: 1 };
const example = { id: 'pdc_1', actor: ana, subject: ana, actions: ['accounts:profile.read'] };
const result = {
  against: 'v',
  is_partial: true,
  decisions: { ...same, loses: 20_000 },
  standing: { ...same, loses: 1 },
  gains: none,
  loses: { items: [{ actor: ana, count: 2 }], more: 70 },
  needs_more: none,
  ending: {
    delegations: none,
    sessions: { items: [{ id: 'ses_1', delegation: 'dlg_1', actor: ana, subject: ana }], more: 0 },
  },
  groups: {
    items: [
      { ...group, stage: 'request', examples: [example] },
      { ...group, stage: 'session', examples: [example, example, example, example, example] },
    ],
    more: 1,
  },
};
const wire = {
  id: 'rpl_1',
  proposal: 'pol_1',
  version: 'v',
  since: '2026-03-01T00:00:00.000Z',
  started_by: ana,
  started_at: '2026-03-08T00:00:00.000Z',
  status: 'done' as const,
  size: 20_001,
  looked: 20_001,
  finished_at: '2026-03-08T00:00:09.000Z',
  result,
};

function resultOf({ state }: ReplayView) {
  if (state.status !== 'done') throw new Error('It is not done.');
  return state.result;
}

test('a replay is told by who loses, what ends and what was looked at', () => {
  const view = replayView(wire, titles);
  expect(outcome(resultOf(view))).toBe('71 actors lose, 1 live session ends.');
  expect(compared(view)).toBe(
    'The newest 20,003 decisions of the last 7 days, and 4 that stand now: open requests, grants and live sessions.',
  );
});

test('what changes for the same reason stands together, with few examples', () => {
  const { groups } = resultOf(replayView(wire, titles));
  expect(groups).toMatchObject({
    items: [
      {
        effect: 'loses',
        why: ['closed: Closed.'],
        places: [
          { where: 'when it was asked for', count: 2 },
          { where: 'in sessions that are live', count: 2 },
        ],
      },
    ],
    more: 1,
  });
  expect(groups.items[0]?.examples).toHaveLength(5);
  expect(groups.items[0]?.examples[0]?.actions).toEqual(['See the profile']);
});

test('one under which nothing changes says so, one that runs has no result, and one that failed says why', () => {
  const nothing = { ...result, decisions: same, standing: same, loses: none };
  expect(outcome(resultOf(replayView({ ...wire, result: nothing }, titles)))).toBe(
    'Nothing changes for anybody.',
  );
  const { result: _, ...rest } = wire;
  expect(replayView({ ...rest, status: 'running' }, titles).state).toEqual({ status: 'running' });
  expect(replayView({ ...rest, status: 'failed', why: 'Unfit.' }, titles).state).toMatchObject({
    status: 'failed',
    why: 'Unfit.',
  });
});

const asked = {
  about: 'delegation',
  questions: [
    {
      stage: 'request',
      principal: { kind: 'agent', id: 'agt_1', roles: ['agent'], person: 'prs_1' },
      actions: ['accounts:profile.read'],
      resource: {
        account: { identifier: 'account/1', backend: 'accounts', owner: 'cus_1' },
        subject: { id: 'cus_1', marks: ['vip'], isStaff: false },
      },
      context: {
        emergency: false,
        ticket: 'TCK-1',
        purposeCode: 'check-setting',
        durationSeconds: 600,
        now: '2026-03-02T09:00:00.000Z',
        senderConstrained: true,
        chainDepth: 1,
        approvals: [],
      },
    },
  ],
};

test('the facts of a question are told one by one', () => {
  expect(whatWasAsked(asked, titles)).toBe('See the profile');
  const facts = questionFacts(asked, titles);
  expect(facts).toContainEqual({ name: 'Who asked', lines: ['an agent; roles: agent'] });
  expect(facts).toContainEqual({ name: 'Customer', lines: ['marks: vip'] });
  expect(facts).toContainEqual({ name: 'Duration', lines: ['10 minutes'] });
  expect(facts).toContainEqual({ name: 'Consent', lines: ['was not yet a question'] });
  expect(facts).toContainEqual({ name: 'Sender', lines: ['bound to a key, one party acting in a row'] });
});

test('a question in a form that the page does not know is left to the words of the broker', () => {
  expect(questionFacts({ about: 'something else' }, titles)).toBeUndefined();
  expect(whatWasAsked({ about: 'something else' }, titles)).toBe('');
});
