import type { z } from '@hono/zod-openapi';
import { inArray } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { selectPeople } from '../../identity/store.ts';
import { people } from '../../identity/tables.ts';
import {
  type ClientChange,
  endsWhatStands,
  type Members,
} from '../../oauth/clients/changes/client-change.ts';
import { thumbprintOf } from '../../oauth/clients/held-keys.ts';
import { clients } from '../../oauth/clients/tables.ts';
import type * as shape from './schema.ts';

type Named = (id: string) => { id: string; name: string };

const partiesOf = ({ clientId, proposedBy, before, after, state }: ClientChange): string[] => [
  ...[clientId, proposedBy, before.owner, after.owner],
  ...('decidedBy' in state ? [state.decidedBy] : []),
];

async function namesOf({ reader }: Context, ids: readonly string[]): Promise<Named> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return (id) => ({ id, name: id });
  const [persons, registered] = await Promise.all([
    selectPeople(reader, inArray(people.id, wanted)),
    reader.select({ id: clients.id, name: clients.name }).from(clients).where(inArray(clients.id, wanted)),
  ]);
  const names = new Map([...persons, ...registered].map(({ id, name }) => [String(id), name]));
  return (id) => ({ id, name: names.get(id) ?? id });
}

function membersView({ owner, scopes, method, keys, sanUri, subjectDn, enabled }: Members, named: Named) {
  const shown = keys.map((key) => ({ kid: thumbprintOf(key), added_at: key.added_at }));
  return {
    owner: named(owner),
    scopes: [...scopes],
    auth: {
      method,
      ...(method === 'private_key_jwt' ? { keys: shown } : {}),
      ...(sanUri === null ? {} : { san_uri: sanUri }),
      ...(subjectDn === null ? {} : { subject_dn: subjectDn }),
    },
    enabled,
  };
}

function summaryOf(change: ClientChange, named: Named) {
  const { before, after, state } = change;
  return {
    id: change.id,
    client: named(change.clientId),
    before: membersView(before, named),
    after: membersView(after, named),
    ends_access: endsWhatStands(before, after),
    proposed_by: named(change.proposedBy),
    reason: change.reason,
    created_at: change.createdAt.toISOString(),
    expires_at: change.expiresAt.toISOString(),
    status: state.status,
    ...('decidedBy' in state
      ? { decided_by: named(state.decidedBy), decided_at: state.decidedAt.toISOString() }
      : {}),
    ...('comment' in state ? { comment: state.comment } : {}),
  };
}

export async function summariesOf(context: Context, changes: readonly ClientChange[]) {
  const named = await namesOf(context, changes.flatMap(partiesOf));
  return changes.map((change) => summaryOf(change, named));
}

export async function changeView(
  context: Context,
  { change, stale }: { change: ClientChange; stale: boolean },
): Promise<z.output<typeof shape.change>> {
  return { ...summaryOf(change, await namesOf(context, partiesOf(change))), stale };
}
