import { z } from '@hono/zod-openapi';
import { type Decision, decisions, type Kind } from '../../signing/statement.ts';
import { id, instant } from '../schemas.ts';

export const kind = z.enum(Object.keys(decisions) as [Kind, ...Kind[]]);
export const decision = z.enum([...new Set(Object.values(decisions).flat())] as [Decision, ...Decision[]]);

export const statement = z
  .strictObject({
    kind,
    decision,
    delegation: id('dlg').optional(),
    revision: z.int().min(1).optional(),
    target: z.string().max(128).optional(),
    details_hash: z.string().max(64),
    narrowed_hash: z.string().max(64).optional(),
    comment_hash: z.string().max(64).optional(),
    signer: z.string().max(128),
    issued_at: instant,
  })
  .openapi('Statement', {
    description: 'What is signed. It is about a delegation at a revision, or about another `target`.',
  });

export const signed = z
  .strictObject({ statement, nonce: z.string().min(1).max(256), method: z.literal('session') })
  .openapi('Signed', { description: 'The statement as the broker built it, and how it was signed.' });
