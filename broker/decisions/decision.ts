import { hash as digest } from 'node:crypto';
import type { Context } from '../context.ts';
import { type DecisionId, newId } from '../ids.ts';
import { type Answer, type Asked, answerOf, questionHash } from '../policy/asked.ts';
import type { Judged } from '../policy/decide-parts.ts';
import type { ApprovalQuestion } from '../policy/question.ts';
import type { ApprovalVerdict } from '../policy/verdict.ts';

export type DecisionStage = 'request' | 'issue' | 'use' | 'approval';

/** One question put to policy, and its answer. */
export interface Decision {
  readonly id: DecisionId;
  readonly at: Date;
  readonly stage: DecisionStage;
  readonly asked: Asked;
  readonly questionHash: string;
  readonly answer: Answer;
  readonly policyVersion: string;
  readonly actor: string;
  readonly subject: string;
  readonly delegation?: string;
  readonly session?: string;
}

export interface About {
  delegation?: string;
  session?: string;
}

/** In one session, the same question under the same version is one decision, however many tokens rest on it. */
function idInSession(session: string, policyVersion: string, hash: string): DecisionId {
  const text = JSON.stringify([session, policyVersion, hash]);
  return `pdc_${digest('sha256', text, 'hex').slice(0, 32)}`;
}

export function decisionOn({ clock }: Pick<Context, 'clock'>, judged: Judged, about: About = {}): Decision {
  const [first] = judged.questions;
  if (!first) throw new Error('A decision without a question.');
  const asked: Asked = { about: 'delegation', questions: judged.questions };
  const hash = questionHash(asked);
  const at = clock.now();
  const { session } = about;
  return {
    id: session === undefined ? newId('pdc', at.getTime()) : idInSession(session, judged.policyVersion, hash),
    at,
    stage: first.stage,
    asked,
    questionHash: hash,
    answer: answerOf(judged.said ?? judged),
    policyVersion: judged.policyVersion,
    actor: first.principal.id,
    subject: first.resource.subject.id,
    ...about,
  };
}

export function decisionOnApproval(
  { clock }: Pick<Context, 'clock'>,
  question: ApprovalQuestion,
  verdict: ApprovalVerdict,
): Decision {
  const asked: Asked = { about: 'approval', question };
  const at = clock.now();
  return {
    id: newId('pdc', at.getTime()),
    at,
    stage: 'approval',
    asked,
    questionHash: questionHash(asked),
    answer: answerOf(verdict),
    policyVersion: verdict.policyVersion,
    actor: question.approver.id,
    subject: question.delegation.subject.id,
    delegation: question.delegation.id,
  };
}
