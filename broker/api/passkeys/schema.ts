import { z } from '@hono/zod-openapi';
import { instant, list, party, signedText } from '../schemas.ts';
import { signed } from '../signing/schema.ts';

export const state = z.enum(['pending', 'active', 'removed']);

export const passkey = z
  .object({
    id: z.string(),
    owner: party,
    name: z.string(),
    state,
    fingerprint: z.string().openapi({
      description: 'Of the public key. Its owner compares it with what the authenticator answered.',
      example: '1f3a-9c04-77be-20d1-5e6f',
    }),
    aaguid: z.string(),
    backed_up: z.boolean(),
    transports: z.array(z.string()),
    enrolled_by: z.enum(['code', 'approvers', 'sign_in', 'confirmation', 'earlier_key']),
    created_at: instant,
    confirmed_at: instant.optional(),
    confirmed_by: z.string().optional(),
    vouched_at: instant.optional().openapi({
      description:
        'Since when more than a session of its owner speaks for it. Before that it counts as a session where a session does not suffice.',
    }),
    removed_at: instant.optional(),
    last_used_at: instant.optional(),
  })
  .openapi('Passkey');

export const passkeys = list(passkey).openapi('Passkeys');

const base64url = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[A-Za-z0-9_-]+$/);

/** RegistrationResponseJSON (WebAuthn Level 3 §5.1). What does not count here is left aside. */
const registration = z
  .object({
    id: base64url(1400),
    rawId: base64url(1400),
    type: z.literal('public-key'),
    response: z.object({
      clientDataJSON: base64url(4096),
      attestationObject: base64url(32_768),
      transports: z
        .array(z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']))
        .max(8)
        .optional(),
    }),
  })
  .openapi('PasskeyRegistration', { description: 'What the browser answers when the key is made.' });

export const newPasskey = z
  .strictObject({ name: signedText(60), response: registration, code: z.string().max(64).optional() })
  .openapi('NewPasskey', { description: '`code` is what the operator has given to its owner.' });

/** PublicKeyCredentialCreationOptionsJSON (WebAuthn Level 3 §5.1.9), for the browser as it is. */
export const creationOptions = z
  .object({
    challenge: z.string(),
    rp: z.object({ id: z.string(), name: z.string() }),
    user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
    pubKeyCredParams: z.array(z.object({ type: z.literal('public-key'), alg: z.int() })),
    timeout: z.int(),
    attestation: z.literal('none'),
    excludeCredentials: z.array(z.object({ type: z.literal('public-key'), id: z.string() })),
    authenticatorSelection: z.object({
      residentKey: z.literal('preferred'),
      requireResidentKey: z.literal(false),
      userVerification: z.literal('required'),
    }),
  })
  .openapi('PasskeyCreationOptions');

export const confirmation = z
  .strictObject({ decision: z.enum(['confirm', 'reject']), signed })
  .openapi('PasskeyConfirmation');

export const invitation = z.strictObject({ signed }).openapi('EnrolmentInvitation');
export const invited = z
  .object({ id: z.string(), person: z.string(), expires_at: instant })
  .openapi('EnrolmentInvited');

export const codeRequest = z
  .strictObject({
    person: z.string().regex(/^(adm|agt|cus)_[0-9a-z_]{1,64}$/, 'is not the id of an account'),
  })
  .openapi('EnrolmentCodeRequest');
export const madeCode = z.object({ code: z.string(), expires_at: instant }).openapi('EnrolmentCode');

export const fingerprint = z
  .strictObject({ fingerprint: z.string().min(1).max(64) })
  .openapi('PasskeyFingerprint');
