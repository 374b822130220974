import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Principal } from '#broker/identity/principal.ts';
import type { Jwk } from '#broker/identity/trusted-issuers.ts';
import { acceptChange } from '#broker/oauth/clients/changes/accept-change.ts';
import type { ClientChange } from '#broker/oauth/clients/changes/client-change.ts';
import { proposeChange } from '#broker/oauth/clients/changes/propose-change.ts';
import { rejectChange } from '#broker/oauth/clients/changes/reject-change.ts';
import { buildChangeDecision } from '#broker/oauth/clients/changes/sign-change.ts';
import type { Wanted } from '#broker/oauth/clients/changes/wanted-members.ts';
import { registerClient } from '#broker/oauth/clients/register-client.ts';
import type { RegisteredClient } from '#broker/oauth/clients/registered.ts';
import type { Signed } from '#broker/signing/statement.ts';
import type { House } from './house.ts';

type InHouse = Pick<House, 'context' | 'who' | 'signsWithPasskey'>;
type Decision = 'accept' | 'reject';

export async function publicKey(kid: string): Promise<JWK & Jwk> {
  const { publicKey: key } = await generateKeyPair('ES256');
  return { ...(await exportJWK(key)), kty: 'EC', kid, alg: 'ES256' };
}

/** A service that Max has registered and Tess answers for, with one key called `a`. */
export async function registers(house: InHouse, id: `svc_${string}`): Promise<RegisteredClient> {
  return registerClient(house.context, house.who('admin', 'max'), {
    id,
    name: 'Night jobs',
    owner: house.who('admin', 'max').id,
    scopes: ['delegation.request'],
    auth: { method: 'private_key_jwt', keys: [await publicKey('a')] },
  });
}

export const proposesChange = (
  house: InHouse,
  login: string | Principal,
  id: string,
  wanted: Wanted,
  reason = 'As we agreed on Monday.',
): Promise<ClientChange> =>
  proposeChange(house.context, {
    principal: typeof login === 'string' ? house.who('admin', login) : login,
    id,
    wanted,
    reason,
  });

export async function signsChange(
  house: InHouse,
  principal: Principal,
  id: string,
  decision: Decision = 'accept',
  comment = 'Looked at it.',
): Promise<Signed> {
  const built = await buildChangeDecision(house.context, { principal, id, decision, comment });
  return house.signsWithPasskey(principal, built);
}

export async function decidesChange(
  house: InHouse,
  login: string | Principal,
  { id }: Pick<ClientChange, 'id'>,
  decision: Decision = 'accept',
  comment = 'Looked at it.',
): Promise<ClientChange> {
  const principal = typeof login === 'string' ? house.who('admin', login) : login;
  const signed = await signsChange(house, principal, id, decision, comment);
  const decide = decision === 'accept' ? acceptChange : rejectChange;
  return decide(house.context, { principal, id, comment, signed });
}
