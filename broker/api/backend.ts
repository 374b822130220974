import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { findClient } from '../oauth/clients/store.ts';
import type { Backend } from '../signals/deed.ts';

/** The calls that a registered backend makes as itself. */
export const isBackendPath = (path: string): boolean =>
  /^\/(v1\/(signals|signals\/acks|outcomes)|access\/v1\/evaluations?)$/.test(path);

export async function backendOf({ reader }: Context, { clientId }: Principal): Promise<Backend> {
  const client = await findClient(reader, clientId);
  if (client?.resource === undefined)
    throw new Refusal('not_a_backend', 'Only a registered backend can call this.', { status: 403 });
  return { clientId, resource: client.resource };
}
