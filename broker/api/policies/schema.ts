import { z } from '@hono/zod-openapi';
import { decisions } from '../../signing/statement.ts';
import { id, instant, list, party, signedText } from '../schemas.ts';
import { signed } from '../signing/schema.ts';

/** base64url of a SHA-256 hash over everything the version is made of. */
export const version = z
  .string()
  .regex(/^[\w-]{43}$/, 'is not a policy version')
  .openapi({ example: 'RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o' });

const files = z
  .record(z.string().regex(/^[A-Za-z0-9][\w./-]{0,199}$/, 'is not the path of a file'), z.string())
  .openapi({ description: 'By path, as in a policies folder.' });

const risks = z.array(
  z.object({
    action: z.string(),
    title: z.string(),
    backend: z.string(),
    risk: z.enum(['read', 'write', 'sensitive', 'never']),
  }),
);

export const activePolicy = z
  .object({
    version,
    epoch: z.int(),
    activated_at: instant,
    activated_by: party.optional().openapi({ description: 'Absent for the version of the first start.' }),
    proposed_by: party.optional(),
    proposal: z.string().optional(),
    files,
    flows: z.record(z.string(), z.unknown()),
    risks,
  })
  .openapi('ActivePolicy');

export const storedVersion = z
  .object({
    version,
    stored_at: instant,
    active: z.boolean(),
    was_activated: z.boolean().openapi({ description: 'By a proposal.' }),
  })
  .openapi('PolicyVersion');
export const versions = list(storedVersion).openapi('PolicyVersions');

export const versionFiles = z.object({ version, files }).openapi('PolicyVersionFiles');

export const proposalRequest = z
  .union([
    z.strictObject({ files, reason: signedText(1000) }),
    z.strictObject({ version, reason: signedText(1000) }),
  ])
  .openapi('PolicyProposalRequest', {
    description:
      'A draft as a whole, with its tests under `tests/`; `domains.json` may be left out and is then as in the active version. Or a version that is stored already: going back.',
  });

const status = z.enum(['open', 'activated', 'rejected', 'withdrawn', 'superseded']);

const summary = {
  id: z.string(),
  version,
  base_version: version,
  base_epoch: z.int(),
  proposed_by: party,
  filed_by: z.string(),
  reason: z.string(),
  created_at: instant,
  status,
  decided_by: party.optional(),
  decided_at: instant.optional(),
  comment: z.string().optional(),
};

const proposalSummary = z.object(summary).openapi('PolicyProposalSummary');
export const proposals = list(proposalSummary).openapi('PolicyProposals');

export const proposal = z
  .object({
    ...summary,
    against: version.openapi({
      description: 'What `changes` is held against: of an open one the active version.',
    }),
    moved: z
      .boolean()
      .openapi({ description: 'Another version became active since: it has to be proposed anew.' }),
    changes: z.array(
      z.object({
        where: z.string(),
        what: z.string(),
        widens: z.boolean().openapi({ description: 'Somebody may get more, or with less asked of them.' }),
      }),
    ),
    tests: z.object({
      passed: z.int().openapi({ description: 'All of them: a draft with others is refused.' }),
      sentences: z.array(z.string()),
    }),
  })
  .openapi('PolicyProposal');

export const proposalQuery = { status: status.optional() };

export const proposalId = z.object({ id: id('pol').openapi({ param: { name: 'id', in: 'path' } }) });
export const versionName = z.object({
  version: version.openapi({ param: { name: 'version', in: 'path' } }),
});

export const decisionRequest = z
  .strictObject({
    decision: z.enum(decisions.activation),
    comment: signedText(2000).optional(),
    signed,
  })
  .openapi('PolicyDecision');
