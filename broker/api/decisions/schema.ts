import { z } from '@hono/zod-openapi';
import { id, instant, list, party } from '../schemas.ts';

const open = z.record(z.string(), z.unknown());
const reason = z.object({ id: z.string(), text: z.string() });
const stage = z.enum(['request', 'issue', 'use', 'approval']);
const decided = z.enum(['allow', 'deny']);
const signatures = { flow: z.string(), stage: z.int(), from: z.array(z.string()), needed: z.int() };
const version = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'is not the version of a policy');
const files = z
  .record(z.string().max(128), z.string())
  .openapi({ description: "A draft's files by name, without the trusted issuers." });
const which = { version: version.optional(), files: files.optional() };

const item = {
  id: z.string(),
  actor: z.string(),
  subject: z.string(),
  question: open.openapi({ description: 'What policy was given: ids, roles, marks and facts.' }),
  answer: open.openapi({ description: 'What it said, with the true reasons.' }),
};

export const decision = z
  .object({
    ...item,
    at: instant,
    stage,
    delegation: z.string().optional(),
    session: z.string().optional(),
    actor_name: z.string().optional().openapi({ description: 'Told to people only, as is `subject_name`.' }),
    subject_name: z.string().optional(),
    policy_version: z.string(),
    question_hash: z.string().openapi({ description: 'As the log has it; the moment is not part of it.' }),
  })
  .openapi('PolicyDecision');
export const decisions = list(decision).openapi('PolicyDecisions');

export const standing = z
  .object({ ...item, kind: z.enum(['pending', 'granted', 'session']), delegation: z.string() })
  .openapi('PolicyStanding');
export const standings = list(standing).openapi('PolicyStandings');

const cursor = z.string().min(1).max(256).optional();
export const decisionQuery = z.strictObject({
  since: instant.optional(),
  until: instant.optional(),
  delegation: id('dlg').optional(),
  person: id('agt', 'adm', 'cus', 'svc')
    .optional()
    .openapi({ description: 'Of a customer what was decided about them, of anybody else what they asked.' }),
  newest_first: z.enum(['true', 'false']).default('false'),
  cursor,
  limit: z.coerce.number().int().min(1).max(1000).default(1000),
});
export const standingQuery = z.strictObject({
  cursor,
  limit: z.coerce.number().int().min(1).max(100).default(100),
});

const decidedBy = z.array(z.object({ ...reason.shape, kind: z.enum(['policy', 'guard rail', 'engine']) }));

const today = z
  .object({
    policy_version: z.string(),
    decision: decided,
    decided_by: decidedBy,
    obligations: open,
    required: z.array(z.object(signatures)),
    effect: z.enum(['gains', 'loses', 'needs more', 'nothing']),
    why: z.array(z.string()),
  })
  .openapi({ description: 'What the version in force says of the same question, and what that means.' });

export const explanation = z
  .object({
    id: z.string(),
    at: instant,
    summary: z.string(),
    stage,
    decision: decided,
    actor: party,
    subject: party,
    delegation: z.string().optional(),
    session: z.string().optional(),
    asked: z.array(z.string()).openapi({ description: 'The question in words.' }),
    decided_by: decidedBy,
    obligations: open,
    required: z.array(z.object(signatures)),
    policy_version: z.string(),
    question_hash: z.string(),
    question: open,
    today,
  })
  .openapi('PolicyDecisionExplained');

export const simulation = z
  .strictObject({
    ...which,
    actor: id('agt', 'svc'),
    subject: id('cus'),
    authorization_details: z.array(z.unknown()).min(1).max(8),
    emergency: z.boolean().optional(),
    now: instant.optional(),
  })
  .openapi('PolicySimulation');

export const simulated = z
  .object({
    decision: decided,
    now: instant,
    told: z.array(z.string()).openapi({ description: 'What the agent would read.' }),
    reasons: z.array(reason).openapi({ description: 'The true reasons.' }),
    obligations: open,
    required: z.array(
      z.object({
        ...signatures,
        eligible: z.array(party).openapi({ description: 'Who could sign it today.' }),
      }),
    ),
    actions: z.array(z.object({ action: z.string(), decision: decided, reasons: z.array(reason) })),
    policy_version: z.string(),
  })
  .openapi('PolicySimulated');

export const wish = z
  .strictObject({
    ...which,
    actor: id('agt', 'svc'),
    subject: id('cus'),
    account: z.strictObject({
      backend: z.string().max(64),
      identifier: z.string().regex(/^account\/[A-Za-z0-9._~-]{1,128}$/, 'is not `account/<id>`'),
    }),
  })
  .openapi('PolicyWish');

const permit = z.object({ ...reason.shape, when: z.array(z.string()), obligations: open });
export const possible = z
  .object({
    note: z.string(),
    policy_version: z.string(),
    actions: z.array(
      z.object({
        action: z.string(),
        title: z.string(),
        risk: z.string(),
        outcome: z.enum(['permitted', 'never', 'depends']),
        reasons: z.array(reason),
        permits: z.array(permit),
        forbids: z.array(permit.omit({ obligations: true })),
      }),
    ),
  })
  .openapi('PolicyPossibilities');

export const replay = z.strictObject({ ...which, since: instant }).openapi('PolicyReplay');

const counts = z.object({ gains: z.int(), loses: z.int(), needs_more: z.int(), unchanged: z.int() });
export const replayed = z
  .object({
    policy_version: z.string(),
    is_partial: z
      .boolean()
      .openapi({ description: 'Only the newest 100,000 decisions or 1,000 delegations were looked at.' }),
    decisions: counts,
    distinct: z.int(),
    standing: counts,
    ending: z.object({ delegations: z.array(z.string()), sessions: z.array(z.string()) }),
    groups: z.array(
      z.object({
        effect: z.enum(['gains', 'loses', 'needs more']),
        stage: z.string(),
        why: z.array(z.string()),
        count: z.int(),
        actors: z.int(),
        examples: z.array(
          z.object({
            id: z.string(),
            actor: z.string(),
            subject: z.string(),
            delegation: z.string().optional(),
            actions: z.array(z.string()),
          }),
        ),
      }),
    ),
  })
  .openapi('PolicyReplayed');
