import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type Asked, answer } from '#broker/policy/asked.ts';
import { bundleFromFiles, loadBundle, type PolicyBundle } from '#broker/policy/bundle.ts';
import { prepare, prepareDraft } from '#broker/policy/engine.ts';
import { approvalShape, requestShape } from '#broker/policy/question-shape.ts';
import { type Past, replayDraft, reportOf, type Standing } from './replay-draft.ts';

const base = JSON.parse(readFileSync('policies/tests/base.json', 'utf8'));
const inForce = loadBundle('policies', {});
const engine = prepare(inForce);

function changed(...edits: [file: string, from: string, to: string][]): PolicyBundle {
  const files = { ...inForce.files };
  for (const [file, from, to] of edits) {
    if (!files[file]?.includes(from)) throw new Error(`${file} does not say ${from}`);
    files[file] = files[file]?.replace(from, to) ?? '';
  }
  return bundleFromFiles(files);
}

let born = 0;
function past(asked: Asked, stage: string, actor: string): Past {
  born += 1;
  const at = new Date(Date.UTC(2026, 1, 1, 9, born));
  return { id: `pdc_${born}`, at, stage, actor, subject: 'cus_1', asked, answer: answer(engine, asked) };
}

interface Wish {
  actions: string[];
  actor?: string;
  roles?: string[];
  kind?: 'agent' | 'service';
  emergency?: boolean;
  stage?: 'request' | 'issue' | 'use';
  now?: string;
  more?: Record<string, unknown>;
}

function asking(wish: Wish): Asked {
  const { actions, actor = 'agt_1', kind = 'agent', roles = ['agent'], emergency = false, now } = wish;
  const principal =
    kind === 'agent' ? { kind, id: actor, roles, person: `p-${actor}` } : { kind, id: actor, roles };
  const question = requestShape.parse({
    ...base.request,
    stage: wish.stage ?? 'request',
    principal,
    actions,
    context: { ...base.request.context, emergency, ...(now ? { now } : {}), ...wish.more },
  });
  return { about: 'delegation', questions: [question] };
}

const asks = (wish: Wish) => past(asking(wish), wish.stage ?? 'request', wish.actor ?? 'agt_1');
const signs = () =>
  past({ about: 'approval', question: approvalShape.parse(base.approval) }, 'approval', 'adm_1');

const history = [
  ...['agt_1', 'agt_1', 'agt_2', 'agt_3', 'agt_3'].map((actor) =>
    asks({ actions: ['accounts:profile.read'], actor }),
  ),
  ...['svc_1', 'svc_1', 'svc_2'].map((actor) =>
    asks({ actions: ['accounts:profile.read'], actor, kind: 'service', roles: ['service'] }),
  ),
  ...['agt_1', 'agt_2', 'agt_2', 'agt_2'].map((actor) =>
    asks({ actions: ['accounts:settings.update'], actor }),
  ),
  ...['agt_1', 'agt_2', 'agt_3'].map((actor) => asks({ actions: ['accounts:credential.rotate'], actor })),
  asks({ actions: ['accounts:profile.read'], actor: 'agt_4', emergency: true }),
  asks({ actions: ['accounts:invoice.read'], actor: 'agt_4', emergency: true }),
  asks({ actions: ['accounts:billing.update'], actor: 'agt_1' }),
  signs(),
  signs(),
];

const draft = changed(
  ['requests.cedar', '@approvals("lead")', '@approvals("two-groups")'],
  ['requests.cedar', '@max_duration_s("900")', '@max_duration_s("1800")'],
  [
    'requests.cedar',
    '(principal in Role::"agent" || principal in Role::"service") &&',
    'principal in Role::"agent" &&',
  ],
  ['emergency.cedar', 'principal in Role::"emergency"', 'principal in Role::"agent"'],
);

function replayed(bundle: PolicyBundle, pasts: readonly Past[], standing: readonly Standing[] = []) {
  const replay = replayDraft(bundle.version === engine.version ? engine : prepareDraft(bundle));
  for (const one of pasts) replay.past(one);
  for (const one of standing) replay.standing(one);
  return reportOf(replay.take());
}

it('a history of twenty decisions under a draft: who gains, who loses, and what asks for more', () => {
  expect(history).toHaveLength(20);
  const report = replayed(draft, history);
  expect(report.decisions).toEqual({ gains: 5, loses: 3, needsMore: 4, unchanged: 8 });
  expect(report.distinct).toBe(8);
  expect(report.groups.map(({ examples, ...group }) => [group, examples.map(({ id }) => id)])).toEqual([
    [
      { effect: 'gains', stage: 'request', why: ['max_duration_s: 900 → 1800'], count: 3, actors: 3 },
      ['pdc_13', 'pdc_14', 'pdc_15'],
    ],
    [
      {
        effect: 'gains',
        stage: 'request',
        why: [expect.stringMatching(/^emergency-read: In an emergency /)],
        count: 2,
        actors: 1,
      },
      ['pdc_16', 'pdc_17'],
    ],
    [
      {
        effect: 'loses',
        stage: 'request',
        why: ['engine:no-permit: No policy permits “See the profile” in this case.'],
        count: 3,
        actors: 2,
      },
      ['pdc_6', 'pdc_7', 'pdc_8'],
    ],
    [
      { effect: 'needs more', stage: 'request', why: ['asks for 1 of security'], count: 4, actors: 2 },
      ['pdc_9', 'pdc_10', 'pdc_11', 'pdc_12'],
    ],
  ]);
});

it('the same history under the same version changes nothing for anybody', () => {
  expect(replayed(inForce, history)).toMatchObject({
    decisions: { gains: 0, loses: 0, needsMore: 0, unchanged: 20 },
    groups: [],
  });
});

it('what stands and would be denied is named as ending', () => {
  const asked = asking({
    actions: ['accounts:profile.read'],
    actor: 'svc_1',
    kind: 'service',
    roles: ['service'],
    stage: 'use',
    more: { consent: { given: true, actions: ['accounts:profile.read'] } },
  });
  const one = { delegation: 'dlg_1', actor: 'svc_1', subject: 'cus_1', asked, answer: answer(engine, asked) };
  expect(one.answer.decision).toBe('allow');
  const report = replayed(
    draft,
    [],
    [
      { ...one, kind: 'granted', id: 'dlg_1' },
      { ...one, kind: 'session', id: 'ses_1' },
    ],
  );
  expect(report.standing).toEqual({ gains: 0, loses: 2, needsMore: 0, unchanged: 0 });
  expect(report.ending).toEqual({ delegations: ['dlg_1'], sessions: ['ses_1'] });
});

it('a flow of the same name with fewer signatures is a gain', () => {
  const lighter = changed([
    'approvals.json',
    '{ "from": ["security"], "needed": 1, "distinct": true }',
    '{ "from": ["team-leads", "security"], "needed": 1 }',
  ]);
  const report = replayed(lighter, [asks({ actions: ['accounts:credential.rotate'] })]);
  expect(report.groups).toMatchObject([{ effect: 'gains', why: ['no longer asks for 1 of security'] }]);
});

it('a draft that reads the clock is asked about each moment, and one with hours about open and closed', () => {
  const morning = { actions: ['accounts:profile.read'], now: '2026-03-02T09:00:00.000Z' };
  const night = { ...morning, now: '2026-03-02T23:00:00.000Z' };
  const pasts = [morning, morning, night, night].map(asks);
  const late = changed([
    'hours.cedar',
    'context.open.contains("support")',
    'context.now < datetime("2026-03-02T20:00:00Z")',
  ]);
  expect(replayed(late, pasts)).toMatchObject({ distinct: 2, decisions: { loses: 2, unchanged: 2 } });
  const day = '["08:00-18:00"]';
  const week = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
    .map((name) => `"${name}": ${day}`)
    .join(', ');
  const hours = changed([
    'calendar.json',
    '{ "open": "always" }',
    `{ "time_zone": "UTC", "closed": [], "week": { ${week} } }`,
  ]);
  expect(replayed(hours, pasts)).toMatchObject({ distinct: 2, decisions: { loses: 2, unchanged: 2 } });
});
