import type { components } from '@countersign/client';
import { z } from 'zod';
import { many } from '#lib/actions/form-input.ts';
import { pastedKeys } from './client-keys.ts';

type Proposal = components['schemas']['ClientChangeProposal'];
type Auth = components['schemas']['ClientRegistration']['auth'];

const certificate = z.string('Name the certificate.').max(512);
const ways = [
  z.object({ way: z.literal('signs'), keys: pastedKeys }),
  z.object({ way: z.literal('san_uri'), certificate: certificate.pipe(z.url('This is no URI.')) }),
  z.object({ way: z.literal('subject_dn'), certificate }),
] as const;

/** How a client shall prove itself, said as a whole. */
export const givenProof = z.discriminatedUnion('way', [...ways]);

/** The same, or only what changes of it. */
export const changedProof = z.discriminatedUnion('way', [
  z.object({ way: z.literal('same') }),
  z.object({ way: z.literal('keys'), keys: pastedKeys.optional(), remove: many(z.string().max(64)) }),
  ...ways,
]);

export function authOf(proof: z.output<typeof givenProof>): Auth {
  switch (proof.way) {
    case 'signs':
      return { method: 'private_key_jwt', keys: proof.keys };
    case 'san_uri':
      return { method: 'tls_client_auth', san_uri: proof.certificate };
    case 'subject_dn':
      return { method: 'tls_client_auth', subject_dn: proof.certificate };
  }
}

export function proposedProof(proof: z.output<typeof changedProof>): Pick<Proposal, 'auth' | 'keys'> {
  if (proof.way === 'same') return {};
  if (proof.way === 'keys') return { keys: { add: proof.keys ?? [], remove: proof.remove } };
  return { auth: authOf(proof) };
}
