import { expect, test } from 'vitest';
import { sortInbox, waitsFor } from './signer.ts';
import { explainStatus, explainToCustomer } from './status.ts';
import { stepsOf } from './steps.ts';
import { awaitsConsent, type DelegationView, leftOut, openQuestions, type Status } from './view.ts';

const read = {
  id: 'accounts:profile.read',
  title: 'See the profile',
  risk: 'read',
  sees: [],
  changes: [],
  masked: {},
} as const;
const rotate = {
  ...read,
  id: 'accounts:credential.rotate',
  title: 'Replace an API key',
  risk: 'sensitive',
} as const;
const detail = {
  actions: [
    { ...read, sees: [], changes: [] },
    { ...rotate, sees: [], changes: [] },
  ],
  identifier: 'account/1',
  backend: 'Accounts',
  locations: ['https://localhost:3002'],
  maxDurationS: 900,
};

const filed: DelegationView = {
  id: 'dlg_1',
  status: 'pending',
  revision: 1,
  subject: { id: 'cus_1', name: 'A customer' },
  actor: { id: 'agt_1', name: 'An agent' },
  purpose: { code: 'leaked-credential', title: 'API key leaked', ref: 'TCK-1' },
  justification: 'The key is public.',
  emergency: false,
  requested: [detail],
  effective: [detail],
  createdAt: '2026-03-01T09:00:00.000Z',
  decideBy: '2026-03-02T09:00:00.000Z',
  startWithinS: 3600,
  waitingFor: 'approvers',
  warnings: [],
  extendedBy: [],
  approvals: [
    { flow: 'two-groups', stage: 0, from: ['team-leads'], needed: 1, given: 0 },
    { flow: 'two-groups', stage: 1, from: ['security'], needed: 1, given: 0 },
  ],
  consent: { needed: true, given: false, offered: false },
  policyVersion: 'v',
  detailsHash: 'h',
  reviews: [],
  inUse: false,
};
const [lead, security] = filed.approvals;
if (!lead || !security) throw new Error('two stages');
const ledOnly = { ...filed, approvals: [{ ...lead, given: 1 }, security] };
const approved = { ...filed, approvals: [lead, security].map((stage) => ({ ...stage, given: 1 })) };
const teamLead = { id: 'adm_1', groups: ['team-leads'], mayApprove: true, mustSignInAgain: false };
const reviewer = { id: 'adm_2', groups: ['security'], mayApprove: true, mustSignInAgain: false };

test('a request waits for the group whose turn it is, stage by stage', () => {
  expect([waitsFor(teamLead, filed), waitsFor(reviewer, filed)]).toEqual([true, false]);
  expect([waitsFor(teamLead, ledOnly), waitsFor(reviewer, ledOnly)]).toEqual([false, true]);
  expect([waitsFor(teamLead, approved), waitsFor(reviewer, approved)]).toEqual([false, false]);
});

test('nothing waits for somebody who may not approve, nor for one who has', () => {
  expect(waitsFor({ ...teamLead, mayApprove: false }, filed)).toBe(false);
  const review = {
    id: 'rev_1',
    by: { id: 'adm_1', name: 'L' },
    decision: 'approve',
    at: filed.createdAt,
    narrowed: [],
  };
  expect(waitsFor(teamLead, { ...filed, reviews: [review] })).toBe(false);
});

test('nothing decided waits for anybody', () => {
  const rows = (['granted', 'denied', 'withdrawn'] as Status[]).map((status) => ({ ...filed, status }));
  const { mine, others, granted, decided } = sortInbox(teamLead, rows);
  expect([mine.length, others.length, granted.length, decided.length]).toEqual([0, 0, 1, 2]);
});

test('the customer is asked only when every approval is in', () => {
  expect([awaitsConsent(filed), awaitsConsent(ledOnly), awaitsConsent(approved)]).toEqual([
    false,
    false,
    true,
  ]);
});

test('a question that is open makes the request wait for its agent, and stands in its road', () => {
  const asked = {
    id: 'rev_1',
    by: { id: 'adm_1', name: 'L' },
    decision: 'ask',
    comment: 'Which?',
    at: filed.createdAt,
    narrowed: [],
  };
  const waiting: DelegationView = { ...filed, waitingFor: 'agent', reviews: [asked] };
  expect(explainStatus(waiting)).toMatch(/Waiting for the answer of An agent/);
  expect(openQuestions(waiting)).toEqual([asked]);
  expect(stepsOf(waiting).map((step) => step.state)).toEqual(['done', 'now', 'open', 'now', 'open', 'open']);
  const answered = { ...asked, answer: { text: 'This one.', at: filed.createdAt } };
  const told: DelegationView = { ...filed, reviews: [answered] };
  expect(openQuestions(told)).toEqual([]);
  expect(stepsOf(told)[3]).toMatchObject({ title: 'Question 1 answered', state: 'done' });
});

test('what a signer took out is known', () => {
  const less = { ...detail, actions: detail.actions.filter((action) => action.id === read.id) };
  expect(leftOut(detail, [less])).toEqual([rotate.id]);
  expect(leftOut(detail, [detail])).toEqual([]);
});

test('the road shows what is done, what waits, and what is still to come', () => {
  expect(stepsOf(ledOnly).map((step) => step.state)).toEqual(['done', 'done', 'now', 'open', 'open']);
  expect(stepsOf(approved).map((step) => step.state)).toEqual(['done', 'done', 'done', 'now', 'open']);
});

test('the road of a denied request ends at the denial', () => {
  const review = {
    id: 'rev_1',
    by: { id: 'adm_1', name: 'L' },
    decision: 'deny',
    at: filed.createdAt,
    narrowed: [],
  };
  const ended = { at: filed.createdAt, by: 'L' };
  const steps = stepsOf({ ...filed, status: 'denied', reviews: [review], ended });
  expect(steps.map((step) => step.state)).toEqual([
    'done',
    'failed',
    'skipped',
    'skipped',
    'skipped',
    'failed',
  ]);
});

test('every status has its sentence for staff and for customers', () => {
  const all: Status[] = ['pending', 'granted', 'denied', 'withdrawn', 'expired', 'completed', 'revoked'];
  for (const status of all) {
    expect(explainStatus({ ...filed, status })).toMatch(/\.$/);
    expect(explainToCustomer({ ...filed, status })).toMatch(/\.$/);
  }
  expect(explainStatus(filed)).toBe('Waiting for an approval from team leads.');
});
