import { z } from '@hono/zod-openapi';
import { type Decision, decisions, type Kind } from '../../signing/statement.ts';
import { id, instant } from '../schemas.ts';

export const kind = z.enum(Object.keys(decisions) as [Kind, ...Kind[]]);
export const decision = z.enum([...new Set(Object.values(decisions).flat())] as [Decision, ...Decision[]]);

export const replay = z.union([id('rpl'), z.literal('none')]).openapi({
  description: 'Of an activation: the replay of the proposal whose result was shown, or that there was none.',
});

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
    replay: replay.optional(),
    replay_hash: z.string().max(64).optional(),
    signer: z.string().max(128),
    issued_at: instant,
  })
  .openapi('Statement', {
    description: 'What is signed. It is about a delegation at a revision, or about another `target`.',
  });

const base64url = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[A-Za-z0-9_-]+$/);

/** AuthenticationResponseJSON (WebAuthn Level 3 §5.1). What does not count here is left aside. */
const assertion = z
  .object({
    id: base64url(1400),
    rawId: base64url(1400),
    type: z.literal('public-key'),
    response: z.object({
      authenticatorData: base64url(2048),
      clientDataJSON: base64url(4096),
      signature: base64url(2048),
    }),
  })
  .openapi('PasskeyAssertion', { description: 'What the browser answers when the challenge is signed.' });

const inSession = z.strictObject({
  statement,
  nonce: z.string().min(1).max(256),
  method: z.literal('session'),
});
const withPasskey = inSession.extend({ method: z.literal('passkey'), assertion });

const byCode = inSession.extend({
  method: z.literal('confirmation'),
  code: z
    .string()
    .min(1)
    .max(32)
    .openapi({ description: 'As mailed; case, spaces and dashes do not count.' }),
});

export const signed = z
  .discriminatedUnion('method', [inSession, withPasskey, byCode])
  .openapi('Signed', { description: 'The statement as the broker built it, and how it was signed.' });
