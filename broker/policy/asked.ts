import { hash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../canonical-json.ts';
import { decideParts, type Judged } from './decide-parts.ts';
import type { Engine } from './engine.ts';
import type { ApprovalQuestion, DelegationQuestion } from './question.ts';
import { approvalShape, requestShape } from './question-shape.ts';
import type { ApprovalVerdict, Obligations, Reason, RequiredApprovals } from './verdict.ts';

/** All that policy was given: ids, roles, groups, marks, details and facts. Nobody's name, and nothing that anybody wrote. */
export type Asked =
  | { readonly about: 'delegation'; readonly questions: readonly DelegationQuestion[] }
  | { readonly about: 'approval'; readonly question: ApprovalQuestion };

/** What policy said, as far as the same question must be answered alike under the same version. */
export interface Answer {
  readonly decision: 'allow' | 'deny';
  /** The policies and guard rails that decided, with the true reasons. */
  readonly determining: readonly Reason[];
  readonly obligations: Obligations;
  readonly required: readonly Omit<RequiredApprovals, 'given'>[];
  /** Of an approval: the stage it counted for. */
  readonly counts?: { readonly flow: string; readonly stage: number };
}

export const askedShape: z.ZodType<Asked> = z.union([
  z.strictObject({ about: z.literal('delegation'), questions: z.array(requestShape).min(1) }),
  z.strictObject({ about: z.literal('approval'), question: approvalShape }),
]);

const text = z.string();
const obligations = z.strictObject({
  approvals: z.array(text),
  consent: z.boolean(),
  maxDurationSeconds: z.number().exactOptional(),
  stepUp: text.exactOptional(),
  notify: z.array(text),
  budget: z.record(text, z.number()).exactOptional(),
  other: z.array(text),
});

export const answerShape: z.ZodType<Answer> = z.strictObject({
  decision: z.enum(['allow', 'deny']),
  determining: z.array(z.strictObject({ id: text, text })),
  obligations,
  required: z.array(
    z.strictObject({ flow: text, stage: z.number(), from: z.array(text), needed: z.number() }),
  ),
  counts: z.strictObject({ flow: text, stage: z.number() }).exactOptional(),
});

export function answerOf(verdict: Judged | ApprovalVerdict): Answer {
  const { decision, internal, obligations } = verdict;
  const required = 'approvals' in verdict ? verdict.approvals.required : [];
  return {
    decision,
    determining: internal.map(({ id, text }) => ({ id, text })),
    obligations,
    required: required.map(({ flow, stage, from, needed }) => ({ flow, stage, from: [...from], needed })),
    ...('counts' in verdict && verdict.counts ? { counts: verdict.counts } : {}),
  };
}

export function answer(policy: Engine, asked: Asked): Answer {
  return answerOf(
    asked.about === 'delegation'
      ? decideParts(policy, asked.questions)
      : policy.decideApproval(asked.question),
  );
}

/** Everything but the moment it was asked at, so that the same question asked again has the same hash. */
export function questionHash(asked: Asked): string {
  const timeless =
    asked.about === 'approval'
      ? { ...asked, question: { ...asked.question, now: undefined } }
      : {
          ...asked,
          questions: asked.questions.map((question) => ({
            ...question,
            context: { ...question.context, now: undefined },
          })),
        };
  return hash('sha256', canonicalJson(timeless), 'base64url');
}
