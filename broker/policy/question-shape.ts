import { z } from 'zod';

const text = z.string();
const texts = z.array(text);
const at = z.iso.datetime().transform((value) => new Date(value));

const approvals = z.array(z.strictObject({ person: text, groups: texts, at }));
/** A question as JSON keeps it: in a policy's test, and on record. */
export const requestShape = z.strictObject({
  stage: z.enum(['request', 'issue', 'use']),
  principal: z.union([
    z.strictObject({ kind: z.literal('agent'), id: text, roles: texts, person: text }),
    z.strictObject({ kind: z.literal('service'), id: text, roles: texts }),
    z.strictObject({
      kind: z.enum(['approver', 'customer']),
      id: text,
      roles: texts,
      person: text.exactOptional(),
    }),
  ]),
  actions: texts,
  resource: z.strictObject({
    account: z.strictObject({ identifier: text, backend: text, owner: text }),
    subject: z.strictObject({ id: text, marks: texts, person: text.exactOptional(), isStaff: z.boolean() }),
  }),
  context: z.strictObject({
    emergency: z.boolean(),
    ticket: text,
    purposeCode: text,
    durationSeconds: z.number(),
    now: at,
    filedAt: at.exactOptional(),
    senderConstrained: z.boolean(),
    chainDepth: z.number(),
    approvals,
    consent: z
      .strictObject({ given: z.boolean(), expiresAt: at.exactOptional(), actions: texts })
      .exactOptional(),
    sourceAddress: text.exactOptional(),
  }),
});
const party = z.strictObject({ id: text, person: text.exactOptional() });
export const approvalShape = z.strictObject({
  approver: z.strictObject({ id: text, roles: texts, groups: texts, person: text.exactOptional() }),
  decision: z.enum(['approve', 'deny', 'ask']),
  throughSession: z.boolean(),
  now: at,
  delegation: z.strictObject({
    id: text,
    emergency: z.boolean(),
    requester: party,
    subject: party,
    flows: texts,
    filedAt: at,
  }),
  earlier: approvals,
});
