import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Asked } from './asked.ts';
import { bundleFromFiles, loadBundle } from './bundle.ts';
import { requestShape } from './question-shape.ts';
import { sameQuestion } from './same-question.ts';

const base = JSON.parse(readFileSync('policies/tests/base.json', 'utf8'));
const inForce = loadBundle('policies', {});
const withPolicy = (condition: string) =>
  bundleFromFiles({
    ...inForce.files,
    'more.cedar': `@id("more")\n@reason("No.")\nforbid (principal, action, resource is Account) when { ${condition} };`,
  });

interface Differing {
  agent?: string;
  person?: string;
  customer?: Record<string, unknown>;
  context?: Record<string, unknown>;
  roles?: string[];
}

function asked({
  agent = 'agt_a',
  person = 'prs_a',
  customer = {},
  context = {},
  roles = ['agent'],
}: Differing = {}): Asked {
  const { account, subject } = base.request.resource;
  const question = requestShape.parse({
    ...base.request,
    principal: { kind: 'agent', id: agent, roles, person },
    resource: { account, subject: { ...subject, ...customer } },
    context: { ...base.request.context, ...context },
  });
  return { about: 'delegation', questions: [question] };
}

const key = sameQuestion(inForce);

it('who asks, with which ticket and when, is one question to a version that cannot tell them apart', () => {
  const other = {
    agent: 'agt_b',
    person: 'prs_b',
    context: { ticket: 'TCK-2', now: '2030-02-01T10:00:00Z' },
  };
  expect(key(asked(other))).toBe(key(asked()));
});

it('who is the same as whom, what they are and what is asked stays', () => {
  for (const differing of [
    { customer: { person: 'prs_a' } },
    { customer: { id: 'cus_other' } },
    { customer: { marks: ['minor'] } },
    { roles: ['senior'] },
    { context: { ticket: '' } },
    { context: { durationSeconds: 901 } },
    { context: { consent: { given: true, actions: [] } } },
  ])
    expect(key(asked(differing)), JSON.stringify(differing)).not.toBe(key(asked()));
  const approved = (persons: string[]) =>
    key(
      asked({
        context: {
          approvals: persons.map((person) => ({
            person,
            groups: ['team-leads'],
            at: '2030-01-15T09:55:00Z',
          })),
        },
      }),
    );
  expect(approved(['prs_x', 'prs_x'])).not.toBe(approved(['prs_x', 'prs_y']));
  expect(approved(['prs_x', 'prs_y'])).toBe(approved(['prs_v', 'prs_w']));
  expect(approved(['prs_a'])).not.toBe(approved(['prs_x']));
});

it.each([
  ['principal == Agent::"agt_b"', { agent: 'agt_b' }],
  ['principal is Agent && principal.person == "prs_b"', { person: 'prs_b' }],
  ['resource.identifier like "account/8*"', { agent: 'agt_b' }],
  ['context.ticket like "TCK-1*"', { context: { ticket: 'TCK-2' } }],
  ['context.now < datetime("2030-01-20T00:00:00Z")', { context: { now: '2030-02-01T10:00:00Z' } }],
])('a policy that reads %s tells them apart', (condition, differing) => {
  const reading = sameQuestion(withPolicy(condition));
  expect(reading(asked(differing))).not.toBe(reading(asked()));
});

it('a consent that ends is compared with the clock', () => {
  const consent = { given: true, actions: [], expiresAt: '2030-01-16T00:00:00Z' };
  const at = (now: string) => key(asked({ context: { consent, now } }));
  expect(at('2030-01-15T10:00:00Z')).not.toBe(at('2030-01-17T10:00:00Z'));
});
