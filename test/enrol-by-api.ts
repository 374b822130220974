import { Authenticator } from './passkey.ts';

/** Somebody who calls the broker's API. */
interface Calls {
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
}

/** Who lets the key in: the operator by its fingerprint, or somebody with a passkey. */
export type Confirmer = 'operator' | { who: Calls; authenticator: Authenticator };

async function answered<T>(response: Response): Promise<T> {
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

const keyed = () => ({ 'idempotency-key': `"${crypto.randomUUID()}"` });

/** What the broker built for somebody, signed with their passkey. */
export async function signedBy(
  { who, authenticator }: { who: Calls; authenticator: Authenticator },
  statement: object,
) {
  const built = await answered<Parameters<Authenticator['signs']>[0]>(
    await who.call('POST', '/v1/statements', statement),
  );
  return authenticator.signs(built);
}

/** A member of staff gets a passkey through the API, from the operator's code to the confirmation. */
export async function enrolByApi(
  { operator, person }: { operator: Calls; person: Calls & { id: string } },
  confirmer: Confirmer,
  authenticator: Authenticator = new Authenticator(),
): Promise<{ id: string; who: Calls; authenticator: Authenticator }> {
  const { code } = await answered<{ code: string }>(
    await operator.call('POST', '/v1/enrolment-codes', { person: person.id }),
  );
  const options = await answered<{ challenge: string }>(await person.call('POST', '/v1/me/passkeys/options'));
  const wanted = { name: 'Test key', response: authenticator.register(options), code };
  const { id } = await answered<{ id: string }>(
    await person.call('POST', '/v1/me/passkeys', wanted, keyed()),
  );
  if (confirmer === 'operator') {
    const { fingerprint } = authenticator;
    await answered(await operator.call('POST', `/v1/passkeys/${id}/operator-confirmation`, { fingerprint }));
  } else {
    const signed = await signedBy(confirmer, { kind: 'enrolment', target: id, decision: 'confirm' });
    await answered(
      await confirmer.who.call('POST', `/v1/passkeys/${id}/confirmations`, { decision: 'confirm', signed }),
    );
  }
  return { id, who: person, authenticator };
}
