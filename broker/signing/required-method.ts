import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import type { SignatureRule } from '../policy/bundle-shape.ts';
import { activePasskeys, wasEnrolled } from './passkeys/store.ts';
import type { Asking, Decision, Signed, SigningRule } from './statement.ts';

const STRENGTH: Record<Signed['method'], number> = { session: 0, confirmation: 1, passkey: 2 };

/** A customer who never had a key has nothing but their mail to let the first one in with. */
const FIRST_PASSKEY: SignatureRule = { passkey: 'never', otherwise: 'confirmation' };

const ruleOf = ({ policy }: Pick<Context, 'policy'>, rule: SigningRule): SignatureRule =>
  rule === 'first_passkey' ? FIRST_PASSKEY : policy.bundle.signatures[rule];

/** Who says no needs no more than to be signed in. */
const opens = (decision: Decision): boolean => decision === 'give' || decision === 'confirm';

/**
 * What a console that is taken could give by itself does not suffice: not a session, and not a key that nothing but a
 * session has brought.
 */
function mustReachOutside({ rule, decision }: Asking, { passkey, otherwise }: SignatureRule): boolean {
  return (
    opens(decision) &&
    (otherwise === 'confirmation' || (rule === 'sensitive_consent' && passkey === 'always'))
  );
}

/** What policy takes of this signer, or took at an instant; whatever is stronger is taken in any case. */
export async function requiredMethod(
  context: Context,
  asking: Asking,
  signer: string,
  at?: Date,
): Promise<Signed['method']> {
  const rule = ruleOf(context, asking.rule);
  if (rule.passkey === 'always') return 'passkey';
  const outside = mustReachOutside(asking, rule);
  if (
    rule.passkey === 'when_enrolled' &&
    (await wasEnrolled(context.reader, signer, { at, vouched: outside }))
  )
    return 'passkey';
  return outside ? 'confirmation' : 'session';
}

/** What a signature counts as: by a key that nobody has vouched for it may be no more than a session. */
export function countsAs(
  { policy }: Pick<Context, 'policy'>,
  asking: Asking,
  method: Signed['method'],
  isVouched: boolean,
): Signed['method'] {
  const outside = mustReachOutside(asking, ruleOf({ policy }, asking.rule));
  return method === 'passkey' && outside && !isVouched ? 'session' : method;
}

export const suffices = (given: Signed['method'], required: Signed['method']): boolean =>
  STRENGTH[given] >= STRENGTH[required];

type Given = Pick<Signed, 'method'> & { assertion?: { id: string } };

function weaker(required: Signed['method'], given: Given, { rule }: Asking): Refusal {
  const options = { status: 403, extra: { kind: rule } };
  if (given.method === 'passkey')
    return new Refusal(
      'passkey_not_vouched',
      'This passkey was added by being signed in alone, so it does not suffice for this. Have your operator confirm it, or use the code that is mailed to you.',
      options,
    );
  return required === 'passkey'
    ? new Refusal(
        'passkey_required',
        'This is signed with a passkey. Being signed in is not enough.',
        options,
      )
    : new Refusal(
        'confirmation_required',
        'This takes a passkey, or the code that is mailed to you. Being signed in is not enough.',
        options,
      );
}

/** Refuses a signature that is less than policy wants, or that rests on a sign-in which is older. */
export async function refuseWeakerMethod(
  context: Context,
  signed: Given,
  asking: Asking,
  principal: Principal,
): Promise<void> {
  const isVouched = await hasVouchedKey(context, principal.id, signed);
  const given = countsAs(context, asking, signed.method, isVouched);
  const required = await requiredMethod(context, asking, principal.id);
  if (!suffices(given, required)) throw weaker(required, signed, asking);
  if (given === 'passkey') return;
  const { max_age_s: maxAge } = ruleOf(context, asking.rule);
  if (maxAge !== undefined) requireFreshSignIn(context, principal, maxAge);
}

async function hasVouchedKey({ reader }: Context, signer: string, { assertion }: Given): Promise<boolean> {
  if (!assertion) return false;
  const keys = await activePasskeys(reader, signer);
  return keys.some(({ credentialId, vouchedAt }) => credentialId === assertion.id && vouchedAt !== undefined);
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
