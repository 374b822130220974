import { and, eq } from 'drizzle-orm';
import { hashOf } from '../../../audit/event.ts';
import { write } from '../../../audit/record.ts';
import { canonicalJson } from '../../../canonical-json.ts';
import type { Context } from '../../../context.ts';
import { Refusal } from '../../../errors.ts';
import type { Principal } from '../../../identity/principal.ts';
import { newId } from '../../../ids.ts';
import { signableText } from '../../../signing/signable-text.ts';
import { readClient } from '../registered.ts';
import { refuseUnlessSealed } from '../store.ts';
import { clientChanges } from '../tables.ts';
import { type ClientChange, endsWhatStands, membersOf } from './client-change.ts';
import { clientKeeper } from './client-keeper.ts';
import { membersLetIn } from './letting-in.ts';
import { stateHash } from './read-change.ts';
import { insertChange, undecided } from './store.ts';
import { membersWanted, type Wanted } from './wanted-members.ts';

const OPEN_FOR_MS = 24 * 3600_000;
const MOST_OPEN = 10;

export interface ProposingChange {
  principal: Principal;
  id: string;
  wanted: Wanted;
  reason: string;
}

async function refuseTooMany(context: Context, client: string): Promise<void> {
  const open = and(eq(clientChanges.clientId, client), undecided(context));
  if ((await context.reader.$count(clientChanges, open)) >= MOST_OPEN)
    throw new Refusal(
      'too_many_changes',
      'Too many changes of this client are open; decide or withdraw some first.',
    );
}

/** What takes two persons, by the first of them. Nothing of it holds until a second one accepts it. */
export async function proposeChange(context: Context, proposing: ProposingChange): Promise<ClientChange> {
  const proposer = clientKeeper(proposing.principal);
  const reason = signableText(proposing.reason, 'reason', { min: 1, max: 1000 });
  const { row } = await readClient(context, proposing.id);
  const isShutOut = row.disabledAt !== null;
  if (row.keptBy === 'file' && !isShutOut)
    throw new Refusal('kept_by_file', 'This client is kept in the registry file; change it there.');
  refuseUnlessSealed(context, row);
  const before = membersOf(row);
  const after = await (isShutOut ? membersLetIn : membersWanted)(context, row, proposing.wanted);
  if (canonicalJson(before) === canonicalJson(after))
    throw new Refusal('nothing_to_change', 'The client is like this already.');
  await refuseTooMany(context, row.id);
  const now = context.clock.now();
  const change: ClientChange = {
    id: newId('clc', now.getTime()),
    clientId: row.id,
    stateHash: stateHash(row),
    before,
    after,
    proposedBy: proposer.id,
    proposerPerson: proposer.person,
    reason,
    createdAt: now,
    expiresAt: new Date(now.getTime() + OPEN_FOR_MS),
    state: { status: 'open' },
  };
  await context.record({
    writes: [
      write(insertChange(change, context.seals), {
        rows: 1,
        otherwise: new Error('The change was not written.'),
      }),
    ],
    entries: [
      {
        type: 'client.change_proposed',
        actor: proposer.id,
        target: change.id,
        hashes: { state: change.stateHash, after: hashOf(after) },
        facts: { client: row.id, scopes: after.scopes.join(' '), ends_access: endsWhatStands(before, after) },
        detail: { reason },
      },
    ],
  });
  return change;
}
