import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import type { SignatureKind } from '../policy/bundle-shape.ts';
import { wasEnrolled } from './passkeys/store.ts';
import type { Signed } from './statement.ts';

/** What policy takes of this signer; a passkey is taken in any case. */
export async function requiredMethod(
  context: Context,
  kind: SignatureKind,
  signer: string,
): Promise<Signed['method']> {
  const { passkey } = context.policy.bundle.signatures[kind];
  if (passkey === 'always') return 'passkey';
  return passkey === 'when_enrolled' && (await wasEnrolled(context.reader, signer)) ? 'passkey' : 'session';
}

/** Refuses a signature by session where policy wants a passkey, or a sign-in that is younger. */
export async function refuseWeakerMethod(
  context: Context,
  { method }: Pick<Signed, 'method'>,
  kind: SignatureKind,
  principal: Principal,
): Promise<void> {
  if (method === 'passkey') return;
  if ((await requiredMethod(context, kind, principal.id)) === 'passkey')
    throw new Refusal('passkey_required', 'This is signed with a passkey. Being signed in is not enough.', {
      status: 403,
      extra: { kind },
    });
  const { max_age_s: maxAge } = context.policy.bundle.signatures[kind];
  if (maxAge !== undefined) requireFreshSignIn(context, principal, maxAge);
}

/** RFC 9470 §3. Whose issuer does not tell when they signed in has not signed in recently. */
export function requireFreshSignIn(context: Context, { authTime }: Principal, maxAgeSeconds: number): void {
  const age = authTime && (context.clock.now().getTime() - authTime.getTime()) / 1000;
  if (age !== undefined && age <= maxAgeSeconds) return;
  throw new Refusal(
    'insufficient_user_authentication',
    'You signed in too long ago for this. Sign in anew.',
    {
      status: 401,
      extra: { max_age: maxAgeSeconds, acr_values: [...context.policy.bundle.assurance].reverse().join(' ') },
    },
  );
}
