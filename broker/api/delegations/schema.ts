import { z } from '@hono/zod-openapi';
import { authorizationDetails, delegationSession } from '../../delegation/details.ts';
import { id, instant, list, party, signedText } from '../schemas.ts';
import { session, stopped } from '../sessions/schema.ts';
import { signed } from '../signing/schema.ts';

/** Cloned, for a schema that was made before the OpenAPI extension was loaded cannot be described. */
export const details = authorizationDetails.clone().openapi('AuthorizationDetails');
const grantedDetails = z.array(delegationSession.clone().openapi('DelegationSession'));

export const narrowed = z
  .strictObject({ authorization_details: details })
  .openapi('Narrowed', { description: 'A subset of what was asked (RFC 9396).' });

/** What an approver may make less of: what is done, for how long, and from when. */
export const reviewNarrowed = z
  .strictObject({ authorization_details: details.optional(), not_before: instant.optional() })
  .refine((value) => value.authorization_details !== undefined || value.not_before !== undefined, 'is empty')
  .openapi('ReviewNarrowed', { description: 'A subset of what was asked (RFC 9396), or a later start.' });

export const questionAnswer = z
  .strictObject({
    text: signedText(2000),
    question: id('rev')
      .optional()
      .openapi({ description: 'The review that asks; otherwise the oldest question that is open.' }),
  })
  .openapi('QuestionAnswer');

export const extension = z
  .strictObject({
    justification: signedText(2000),
    authorization_details: details
      .optional()
      .openapi({ description: 'The same as was granted, or less. Absent: the same.' }),
  })
  .openapi('Extension');

const subject = z.union([
  id('cus'),
  z.strictObject({ iss: z.url().max(512), sub: z.string().min(1).max(255) }),
]);

export const delegationRequest = z
  .strictObject({
    subject,
    authorization_details: details,
    justification: signedText(2000),
    not_before: instant.optional(),
    emergency: z.boolean().optional(),
    signed: signed.optional().openapi({
      description: "The responder's own signature, of kind `emergency`; an emergency needs it.",
    }),
    offer: z
      .string()
      .min(4)
      .max(32)
      .optional()
      .openapi({ description: "The code of a customer's offer, which stands in for the consent." }),
  })
  .openapi('DelegationRequest');

export const status = z.enum([
  'pending',
  'granted',
  'denied',
  'expired',
  'withdrawn',
  'completed',
  'revoked',
]);

const eligible = z.object({
  count: z.int(),
  groups: z.array(z.object({ group: z.string(), count: z.int(), people: z.array(party).optional() })),
});

export const requiredApproval = z.object({
  flow: z.string(),
  stage: z.int(),
  from: z.array(z.string()),
  needed: z.int(),
  given: z.int(),
  since: instant.optional().openapi({ description: 'Since when the stage can be signed.' }),
  escalates_at: instant.optional(),
  escalates_to: z.string().optional(),
  escalated: z.boolean().optional(),
  eligible: eligible.optional().openapi({
    description: 'Who could sign it now. Names are for approvers; not told to customers, nor in lists.',
  }),
});

const obligations = z.object({
  approvals: z.array(z.string()),
  consent: z.boolean(),
  max_duration: z.int().optional(),
  step_up: z.string().optional(),
  notify: z.array(z.string()).optional(),
  budget: z.record(z.string(), z.number()).optional(),
  other: z.array(z.string()).optional(),
});

export const delegation = z
  .object({
    id: z.string(),
    status,
    revision: z.int(),
    extends: z.string().optional().openapi({ description: 'The delegation that it goes on from.' }),
    extended_by: z
      .array(z.object({ id: z.string(), status }))
      .optional()
      .openapi({ description: 'Requests to go on from this one; not in lists.' }),
    subject: party,
    actor: party,
    authorization_details: grantedDetails,
    effective: grantedDetails,
    purpose: z.object({ code: z.string(), ref: z.string(), title: z.string() }),
    justification: z.string(),
    emergency: z.boolean(),
    created_at: instant,
    decide_by: instant,
    not_before: instant.optional(),
    effective_not_before: instant
      .optional()
      .openapi({ description: 'The latest start that was asked or signed for.' }),
    waiting_for: z.enum(['agent', 'approvers', 'customer']).optional(),
    start_within: z.int(),
    start_by: instant.optional(),
    granted_at: instant.optional(),
    expires_at: instant.optional(),
    required: z.object({
      approvals: z.array(requiredApproval),
      consent: z.boolean(),
      consent_given: z.boolean(),
      step_up: z.string().optional(),
      review_by: instant.optional(),
    }),
    obligations,
    policy_version: z.string(),
    details_hash: z.string(),
    reviews: z.array(
      z.object({
        id: z.string(),
        by: party,
        decision: z.enum(['approve', 'deny', 'ask']),
        comment: z.string().optional(),
        at: instant,
        narrowed: grantedDetails.optional(),
        not_before: instant.optional(),
        answer: z
          .object({ text: z.string(), at: instant })
          .optional()
          .openapi({ description: "The agent's, to a question." }),
      }),
    ),
    consent: z
      .object({
        by: party,
        decision: z.enum(['give', 'refuse']),
        at: instant,
        offer: z.string().optional().openapi({ description: 'The offer that stands in for it.' }),
        narrowed: grantedDetails.optional(),
      })
      .optional(),
    ended: z
      .object({
        at: instant,
        by: z.object({ id: z.string().optional(), name: z.string().optional(), kind: z.string() }),
        reason: z.string().optional(),
      })
      .optional(),
    warnings: z
      .array(z.string())
      .optional()
      .openapi({ description: 'Signatures that nobody can give at present.' }),
    sessions: z.array(session),
    grant_token: z
      .string()
      .optional()
      .openapi({ description: 'For the owning client and actor, while pending or granted.' }),
  })
  .openapi('Delegation');

export const delegations = list(delegation).openapi('Delegations');

export const filed = delegation
  .extend({ interval: z.int().openapi({ description: 'Seconds to leave between two polls.' }) })
  .openapi('FiledDelegation');

export const preview = z
  .object({
    decision: z.enum(['allow', 'deny']),
    reasons: z.array(z.string()),
    required: z.object({
      approvals: z.array(requiredApproval),
      consent: z.boolean(),
      step_up: z.string().optional(),
    }),
    offer: z
      .object({
        covers: z.boolean(),
        at: instant.optional().openapi({ description: 'When the customer offered it; where it covers.' }),
        why: z
          .enum(['unknown', 'used', 'over', 'other_account', 'other_actions', 'longer', 'not_valid'])
          .optional(),
        reason: z.string().optional(),
      })
      .optional()
      .openapi({ description: 'Whether the code that was named stands in for the consent, or why not.' }),
    warnings: z.array(z.string()),
    max_duration: z.int(),
    actions: z.array(
      z.object({
        action: z.string(),
        decision: z.enum(['allow', 'deny']),
        reason: z.string().optional(),
      }),
    ),
  })
  .openapi('Preview');

export const review = z
  .strictObject({
    decision: z.enum(['approve', 'deny', 'ask']),
    narrowed: reviewNarrowed.optional(),
    comment: signedText(2000).optional(),
    signed,
  })
  .openapi('Review');

export const consentAnswer = z
  .strictObject({ decision: z.enum(['give', 'refuse']), narrowed: narrowed.optional(), signed })
  .openapi('ConsentAnswer');

export const revocation = z.strictObject({ reason: signedText(500).optional() }).openapi('Revocation');

export const revoked = z.object(stopped).openapi('Revoked');
