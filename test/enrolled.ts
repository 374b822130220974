import type { Context } from '#broker/context.ts';
import type { Principal } from '#broker/identity/principal.ts';
import type { OfferedStatement } from '#broker/signing/offer-statement.ts';
import { addPasskey } from '#broker/signing/passkeys/add-passkey.ts';
import { buildEnrolmentStatement } from '#broker/signing/passkeys/build-enrolment-statement.ts';
import { confirmByOperator } from '#broker/signing/passkeys/confirm-by-operator.ts';
import { confirmPasskey } from '#broker/signing/passkeys/confirm-passkey.ts';
import { makeCode } from '#broker/signing/passkeys/make-code.ts';
import type { Passkey } from '#broker/signing/passkeys/passkey.ts';
import { registrationOptions } from '#broker/signing/passkeys/registration-options.ts';
import type { Signed } from '#broker/signing/statement.ts';
import { Authenticator } from './passkey.ts';

export const OPERATOR = 'svc_operator';

/** Somebody who signs with a passkey. */
export interface Enrolled {
  principal: Principal;
  authenticator: Authenticator;
  passkey: Passkey;
}

/** A key that has been added with a code of the operator's, and waits; a customer's first waits for nobody. */
export async function added(
  context: Context,
  principal: Principal,
  authenticator: Authenticator = new Authenticator(),
): Promise<Passkey> {
  const { code } = await makeCode(context, OPERATOR, principal.id);
  const response = authenticator.register(await registrationOptions(context, principal));
  const isCustomer = principal.domain === 'customer';
  return addPasskey(context, {
    principal,
    wanted: { name: 'Test key', response, ...(isCustomer ? {} : { code }) },
  });
}

/** Enrols people one after the other through the real verbs: the operator lets in the first one and every customer, the first one the rest. */
export function enrolment(context: Context) {
  const enrolled = new Map<string, Enrolled>();

  async function letIn(passkey: Passkey, authenticator: Authenticator): Promise<Passkey> {
    if (passkey.vouchedAt) return passkey;
    const other = [...enrolled.values()].find(
      ({ principal }) => principal.domain === 'admin' && principal.person !== passkey.person,
    );
    const { id } = passkey;
    if (!other || passkey.owner.startsWith('cus_'))
      return confirmByOperator(context, { by: OPERATOR, id, fingerprint: authenticator.fingerprint });
    const { principal } = other;
    const built = await buildEnrolmentStatement(context, { principal, target: id, decision: 'confirm' });
    const signed = other.authenticator.signs(built);
    return confirmPasskey(context, { principal, id, decision: 'confirm', signed });
  }

  return {
    of: (id: string): Enrolled | undefined => enrolled.get(id),
    async enrol(principal: Principal, authenticator = new Authenticator()): Promise<Enrolled> {
      const before = enrolled.get(principal.id);
      if (before) return before;
      const passkey = await letIn(await added(context, principal, authenticator), authenticator);
      const one = { principal, authenticator, passkey };
      enrolled.set(principal.id, one);
      return one;
    },
    /** With a passkey by whoever has one here, else by session. */
    sign({ id }: Principal, built: OfferedStatement): Signed {
      const { statement, nonce } = built;
      return enrolled.get(id)?.authenticator.signs(built) ?? { statement, nonce, method: 'session' };
    },
  };
}
