import { z } from '@hono/zod-openapi';
import { proposableScopes } from '../../oauth/clients/changes/wanted-members.ts';
import { decisions } from '../../signing/statement.ts';
import { auth, clientId, jwk } from '../client-schema.ts';
import { id, instant, list, party, signedText } from '../schemas.ts';
import { signed } from '../signing/schema.ts';

const thumbprint = z.string().regex(/^[\w-]{43}$/, 'is not the thumbprint of a key');

export const changeRequest = z
  .strictObject({
    owner: z
      .string()
      .regex(/^(adm|agt)_[0-9a-z_]{1,64}$/, 'is not the id of a member of staff')
      .optional(),
    scopes: z
      .array(z.string().max(64))
      .max(16)
      .optional()
      .openapi({
        description: `All that it shall have from then on. Beside those that it has: ${proposableScopes.join(', ')}.`,
      }),
    auth: auth.optional().openapi({ description: 'In place of how it proves itself now.' }),
    keys: z
      .strictObject({
        add: z.array(jwk).max(10).default([]),
        remove: z.array(thumbprint).max(10).default([]),
      })
      .optional()
      .openapi({ description: 'Of a client that signs: keys beside those that it has, and such as go.' }),
    enabled: z.literal(true).optional().openapi({
      description:
        'Lets in again; then owner, scopes and auth are named anew, and nothing else of a client that the registry file names: it comes back as the file has it.',
    }),
    reason: signedText(1000),
  })
  .openapi('ClientChangeProposal', {
    description: 'What takes two persons. What is left out stays as it is.',
  });

const members = z
  .object({
    owner: party,
    scopes: z.array(z.string()),
    auth: z.object({
      method: z.enum(['private_key_jwt', 'tls_client_auth']),
      keys: z.array(z.object({ kid: z.string(), added_at: instant })).optional(),
      san_uri: z.string().optional(),
      subject_dn: z.string().optional(),
    }),
    enabled: z.boolean(),
  })
  .openapi('ClientMembers');

export const status = z.enum(['open', 'accepted', 'rejected', 'withdrawn', 'expired', 'void']);

const summary = {
  id: z.string(),
  client: party,
  before: members,
  after: members,
  ends_access: z.boolean().openapi({
    description:
      'What stands on the client ends when this is accepted: its tokens, its sessions, its delegations.',
  }),
  proposed_by: party,
  reason: z.string(),
  created_at: instant,
  expires_at: instant,
  status,
  decided_by: party.optional(),
  decided_at: instant.optional(),
  comment: z.string().optional(),
};

const changeSummary = z.object(summary).openapi('ProposedClientChangeSummary');
export const changes = list(changeSummary).openapi('ProposedClientChanges');

export const change = z
  .object({
    ...summary,
    stale: z.boolean().openapi({ description: 'The client has changed since: it has to be proposed anew.' }),
  })
  .openapi('ProposedClientChange');

export const changeQuery = { status: status.optional(), client: clientId.optional() };

export const changeId = z.object({ id: id('clc').openapi({ param: { name: 'id', in: 'path' } }) });

export const decisionRequest = z
  .strictObject({ decision: z.enum(decisions.client), comment: signedText(2000).optional(), signed })
  .openapi('ClientChangeDecision');
