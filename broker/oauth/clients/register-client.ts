import { hashOf } from '../../audit/event.ts';
import { write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { insertInto } from '../../db/build.ts';
import { Refusal } from '../../errors.ts';
import type { Principal } from '../../identity/principal.ts';
import { credentialsFrom, type GivenAuth, requireStaffOwner } from './credentials.ts';
import { type RegisteredClient, readClient } from './registered.ts';
import { sealedClient } from './store.ts';
import { clients } from './tables.ts';

/** All that one person alone may hand out: whoever has it still asks policy, approvers and the customer. */
export const grantableScopes = ['delegation.request', 'delegation.run'] as const;

export interface Registration {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly scopes: readonly (typeof grantableScopes)[number][];
  readonly auth: GivenAuth;
  readonly credentialDays?: number;
}

/** Of every service that people register: no door, no backend. */
export const plainService = {
  kind: 'service' as const,
  keptBy: 'api' as const,
  domain: null,
  resource: null,
  backend: null,
  relay: false,
  signInDomains: [],
  rotatesRefreshTokens: true,
  shutOut: false,
  disabledAt: null,
};

/** Registers a service. Doors, backends and wider scopes come from the registry file, where others review them. */
export async function registerClient(
  context: Context,
  principal: Principal,
  wanted: Registration,
): Promise<RegisteredClient> {
  const { id, name, owner, scopes, auth, credentialDays } = wanted;
  const { person } = await requireStaffOwner(context, owner);
  // Whatever the service asks counts as asked by its owner: named by somebody else, the one who holds its key could sign.
  if (person === undefined || person !== principal.person)
    throw new Refusal(
      'owner_is_another',
      'Whoever registers a service answers for it. To make it somebody else’s is a change of the client, which two persons make.',
      { status: 403 },
    );
  const row = {
    ...plainService,
    id,
    name,
    owner,
    scopes: [...scopes],
    credentialDays: credentialDays ?? null,
    ...credentialsFrom(auth, context.clock.now()),
  };
  await context.record({
    writes: [
      write(insertInto(clients).values(sealedClient(row, context.seals)).onConflictDoNothing(), {
        rows: 1,
        otherwise: new Refusal('client_exists', 'A client of that name is registered already.'),
      }),
    ],
    entries: [
      {
        type: 'client.registered',
        actor: principal.id,
        target: id,
        hashes: { registration: hashOf(row) },
        detail: { name, owner },
      },
    ],
  });
  return readClient(context, id);
}
