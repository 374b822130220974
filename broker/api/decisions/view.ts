import type { z } from '@hono/zod-openapi';
import type { Decision } from '../../decisions/decision.ts';
import type { Explained } from '../../governance/explain-decision.ts';
import type { Standing } from '../../governance/replay-draft.ts';
import type { RecordedReplay } from '../../governance/replay-recorded.ts';
import type { Counts } from '../../governance/replays/tally.ts';
import type { Simulation } from '../../governance/simulate-request.ts';
import type { Answer, Asked } from '../../policy/asked.ts';
import type { Possibility } from '../../policy/possibilities.ts';
import type { DelegationQuestion } from '../../policy/question.ts';
import { obligationsView } from '../delegations/view.ts';
import type * as shape from './schema.ts';

const plain = (value: object): Record<string, unknown> => JSON.parse(JSON.stringify(value));

export function decisionView(decision: Decision): z.input<typeof shape.decision> {
  const { id, at, stage, actor, subject, delegation, session, asked, answer } = decision;
  return {
    id,
    at: at.toISOString(),
    stage,
    actor,
    subject,
    ...(delegation ? { delegation } : {}),
    ...(session ? { session } : {}),
    policy_version: decision.policyVersion,
    question_hash: decision.questionHash,
    question: plain(asked),
    answer: plain(answer),
  };
}

const when = {
  request: 'when it was asked for',
  issue: 'when it was to be granted, started or issued',
  use: 'when it was used',
  approval: 'when it was to be signed',
} as const;

function kindOf(id: string): 'policy' | 'guard rail' | 'engine' {
  if (id.startsWith('guard:')) return 'guard rail';
  return id.startsWith('engine:') ? 'engine' : 'policy';
}

function wordsOf({ principal, actions, resource, context }: DelegationQuestion): string[] {
  const { account, subject } = resource;
  const { approvals, consent } = context;
  return [
    `${principal.kind} ${principal.id}, with the roles ${principal.roles.join(', ') || 'none'}`,
    `${actions.join(', ')} on ${account.identifier} of ${account.owner || 'nobody'} at ${account.backend}`,
    `the customer carries ${subject.marks.length > 0 ? `the marks ${subject.marks.join(', ')}` : 'no marks'}`,
    `for ${context.purposeCode} (${context.ticket}), ${Math.ceil(context.durationSeconds / 60)} minutes${context.emergency ? ', as an emergency' : ''}`,
    `${approvals.length} approvals; ${consent === undefined ? 'consent was not yet a question' : consent.given ? `consent to ${consent.actions.join(', ')}` : 'no consent'}`,
    `${context.chainDepth} acting in a row; ${context.now.toISOString()}`,
  ];
}

function askedInWords(asked: Asked): string[] {
  if (asked.about === 'delegation') return asked.questions.flatMap(wordsOf);
  const { approver, decision, delegation, earlier, now } = asked.question;
  return [
    `approver ${approver.id} of ${approver.groups.join(', ') || 'no group'}, with the roles ${approver.roles.join(', ') || 'none'}`,
    `to ${decision} ${delegation.id}${delegation.emergency ? ', an emergency' : ''}, filed by ${delegation.requester.id}`,
    `the flows ${delegation.flows.join(', ') || 'none'}; ${earlier.length} approvals before; ${now.toISOString()}`,
  ];
}

function saidView({ decision, determining, obligations, required }: Answer) {
  return {
    decision,
    decided_by: determining.map(({ id, text }) => ({ id, text, kind: kindOf(id) })),
    obligations: obligationsView(obligations),
    required: required.map(({ from, ...entry }) => ({ ...entry, from: [...from] })),
  };
}

export function explanationView(
  { decision, today, since }: Explained,
  inForce: string,
  name: (id: string) => string,
): z.input<typeof shape.explanation> {
  const { asked, answer, stage } = decision;
  const { question, answer: _, actor, subject, ...row } = decisionView(decision);
  const by = answer.determining.map(({ text }) => text).join(' ');
  return {
    ...row,
    summary: `${answer.decision === 'allow' ? 'Allowed' : 'Denied'} ${when[stage]}: ${by}`,
    actor: { id: actor, name: name(actor) },
    subject: { id: subject, name: name(subject) },
    asked: askedInWords(asked),
    ...saidView(answer),
    question,
    today: { policy_version: inForce, ...saidView(today), effect: since.effect, why: [...since.why] },
  };
}

export function simulationView({ verdict, required, now }: Simulation): z.input<typeof shape.simulated> {
  return {
    decision: verdict.decision,
    now: now.toISOString(),
    told: verdict.reasons.map(({ text }) => text),
    reasons: [...verdict.internal],
    obligations: obligationsView(verdict.obligations),
    required: required.map(({ flow, stage, from, needed, eligible }) => ({
      flow,
      stage,
      from: [...from],
      needed,
      eligible: [...eligible],
    })),
    actions: verdict.actions.map(({ action, decision, internal }) => ({
      action,
      decision,
      reasons: [...internal],
    })),
    policy_version: verdict.policyVersion,
  };
}

const NOTE = 'A partial evaluation, for looking at: no answer to any request, and nobody is let in by it.';

export function possibilitiesView({
  policyVersion,
  possibilities,
}: {
  policyVersion: string;
  possibilities: readonly Possibility[];
}): z.input<typeof shape.possible> {
  const actions = possibilities.map(({ permits, forbids, reasons, ...one }) => ({
    ...one,
    reasons: [...reasons],
    permits: permits.map(({ obligations, when: conditions, ...permit }) => ({
      ...permit,
      when: [...conditions],
      obligations: obligationsView(obligations),
    })),
    forbids: forbids.map(({ when: conditions, ...forbid }) => ({ ...forbid, when: [...conditions] })),
  }));
  return { note: NOTE, policy_version: policyVersion, actions };
}

export function standingView({ asked, answer, ...one }: Standing): z.input<typeof shape.standing> {
  return { ...one, question: plain(asked), answer: plain(answer) };
}

const countsView = ({ needsMore, ...counts }: Counts) => ({ ...counts, needs_more: needsMore });

export function replayView(report: RecordedReplay): z.input<typeof shape.replayed> {
  const { version, isPartial, decisions, standing, distinct, ending, groups } = report;
  return {
    policy_version: version,
    is_partial: isPartial,
    decisions: countsView(decisions),
    distinct,
    standing: countsView(standing),
    ending: { delegations: [...ending.delegations], sessions: [...ending.sessions] },
    groups: groups.map(({ why, examples, ...group }) => ({
      ...group,
      why: [...why],
      examples: examples.map(({ actions, ...example }) => ({ ...example, actions: [...actions] })),
    })),
  };
}
