import { canonicalJson } from '../../../canonical-json.ts';
import type { Context } from '../../../context.ts';
import { Refusal } from '../../../errors.ts';
import { credentialsFrom, invalidMetadata, requireStaffOwner } from '../credentials.ts';
import { thumbprintOf } from '../held-keys.ts';
import { plainService } from '../register-client.ts';
import { type Registered, readClients, rowOf } from '../registry-file.ts';
import { type ClientRow, sealedClient } from '../store.ts';
import { type Members, membersOf } from './client-change.ts';
import { scopesFrom, type Wanted } from './wanted-members.ts';

/** As the registry file has it now, whenever it was read before. Undefined: the file does not name it. */
function inRegistryFile({ config }: Context, id: string): Registered | undefined {
  const { clients } = readClients(config.clientsFile, config.environment);
  return clients.find((one) => one.client_id === id);
}

/** A row that is shut out has no seal, so nothing of it is believed: it is said anew, or stands in the file. */
export async function membersLetIn(context: Context, row: ClientRow, wanted: Wanted): Promise<Members> {
  const { owner, scopes, auth, keys, enabled } = wanted;
  if (!enabled)
    throw new Refusal(
      'client_shut_out',
      'This client is shut out. All that can be proposed is to let it in again.',
    );
  const registered = inRegistryFile(context, row.id);
  if (registered !== undefined) {
    if ([owner, scopes, auth, keys].some((one) => one !== undefined))
      throw new Refusal(
        'kept_by_file',
        'This client comes back as the registry file has it; nothing else can be said of it.',
      );
    return membersOf(rowOf(registered, undefined, context.clock.now()));
  }
  if (row.keptBy === 'file')
    throw new Refusal('kept_by_file', 'The registry file does not name this client any more; name it there.');
  if (owner === undefined || scopes === undefined || auth === undefined || keys !== undefined)
    throw invalidMetadata(
      'To let a client in again, name its owner, its scopes and how it proves itself anew.',
    );
  await requireStaffOwner(context, owner);
  const credentials = credentialsFrom(auth, context.clock.now());
  return { owner, scopes: scopesFrom(scopes, []), ...credentials, enabled: true };
}

const withoutAge = ({ keys, ...others }: Members) => ({ ...others, keys: keys.map(thumbprintOf) });

/** What two persons have read is what the file has to say still. */
const isSame = (one: Members, other: Members): boolean =>
  canonicalJson(withoutAge(one)) === canonicalJson(withoutAge(other));

/**
 * Of a row that was shut out nothing is taken over but what it is called, and how soon its credentials are too old; of
 * one that the file names, nothing at all. Undefined: the file says something else by now.
 */
export function rowLetIn(context: Context, row: ClientRow, after: Members): ClientRow | undefined {
  const { enabled: _, ...others } = after;
  const members = { ...others, scopes: [...after.scopes], keys: [...after.keys] };
  const registered = inRegistryFile(context, row.id);
  if (registered === undefined) {
    const { id, name, credentialDays } = row;
    return row.keptBy === 'file'
      ? undefined
      : sealedClient({ ...plainService, id, name, credentialDays, ...members }, context.seals);
  }
  const now = rowOf(registered, undefined, context.clock.now());
  return isSame(membersOf(now), after) ? sealedClient({ ...now, ...members }, context.seals) : undefined;
}
