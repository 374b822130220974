import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import type { Entry } from '../../../audit/event.ts';
import { hashOf } from '../../../audit/event.ts';
import { type Write, write } from '../../../audit/record.ts';
import type { Context } from '../../../context.ts';
import { update } from '../../../db/build.ts';
import { Refusal } from '../../../errors.ts';
import { whileAllEnabled } from '../../../identity/while-enabled.ts';
import { reachedBy } from '../../not-before/concerned.ts';
import { cutOffNow } from '../../not-before/cut-off.ts';
import { requireStaffOwner } from '../credentials.ts';
import { readClient } from '../registered.ts';
import { asSealed, type ClientRow, refuseUnlessSealed, sealedClient } from '../store.ts';
import { clients } from '../tables.ts';
import { type ClientChange, endsWhatStands, type Members } from './client-change.ts';
import { findClientKeeper } from './client-keeper.ts';
import { rowLetIn } from './letting-in.ts';
import { stateHash } from './read-change.ts';
import { type DecidingChange, notOpen, type TakenDecision, takeChangeDecision } from './sign-change.ts';
import { closeChange } from './store.ts';

const moved = (): Refusal =>
  new Refusal(
    'client_moved',
    'The client has changed since this was proposed. Propose it anew, so that what it changes can be seen.',
  );

/** By the directory of this moment, whatever it was when it was proposed. */
async function refuseUnlessStillFit(
  context: Context,
  change: ClientChange,
  keptBy: ClientRow['keptBy'],
): Promise<void> {
  const { after, before, proposedBy, proposerPerson } = change;
  const isOwnerSaid = after.owner !== before.owner || !before.enabled;
  if (isOwnerSaid && keptBy === 'api') await requireStaffOwner(context, after.owner);
  if ((await findClientKeeper(context, proposedBy))?.person !== proposerPerson)
    throw new Refusal('proposer_gone', 'Whoever proposed this looks after clients no more. Propose it anew.');
}

function rowAfter(context: Context, row: ClientRow, after: Members): ClientRow {
  if (row.disabledAt !== null) {
    const letIn = rowLetIn(context, row, after);
    if (letIn === undefined) throw moved();
    return letIn;
  }
  const { enabled: _, ...others } = after;
  const members = { ...others, scopes: [...after.scopes], keys: [...after.keys] };
  return sealedClient({ ...row, ...members }, context.seals);
}

/** Only onto the row that was read. A row without a seal is shut out: letting it in is done once. */
const changing = (row: ClientRow, { id: _, ...changed }: ClientRow): Write =>
  write(
    update(clients)
      .set(changed)
      .where(
        and(
          eq(clients.id, row.id),
          asSealed(row),
          row.disabledAt === null ? isNull(clients.disabledAt) : isNotNull(clients.disabledAt),
        ),
      ),
    { rows: 1, otherwise: moved() },
  );

function entriesOf({ signer, change, comment, signature }: TakenDecision, row: ClientRow): [Entry, Entry] {
  const { id, clientId, before, after, proposedBy, reason } = change;
  const facts = { proposer: proposedBy, ends_access: endsWhatStands(before, after) };
  return [
    {
      type: before.enabled ? 'client.changed' : 'client.enabled',
      actor: signer.id,
      target: clientId,
      hashes: { registration: hashOf(row), statement: signature.challenge },
      facts: { ...facts, change: id, scopes: after.scopes.join(' ') },
      detail: { reason, name: row.name, owner: after.owner },
    },
    {
      type: 'client.change_accepted',
      actor: signer.id,
      target: id,
      hashes: { state: change.stateHash, after: hashOf(after), statement: signature.challenge },
      facts: { ...facts, client: clientId },
      detail: { reason, comment },
    },
  ];
}

/** The second person's yes: the client is what was proposed, in the same write as the signature. */
export async function acceptChange(
  context: Context,
  { signed, ...input }: DecidingChange,
): Promise<ClientChange> {
  const taken = await takeChangeDecision(context, { ...input, decision: 'accept' }, signed);
  const { signer, change, comment, signature } = taken;
  const { id, clientId, before, after, proposerPerson } = change;
  const { row } = await readClient(context, clientId);
  if (stateHash(row) !== change.stateHash) throw moved();
  refuseUnlessSealed(context, row);
  const changed = rowAfter(context, row, after);
  await refuseUnlessStillFit(context, change, changed.keptBy);
  const decided = { by: signer.id, comment, signature };
  const writes = [
    ...whileAllEnabled(signer.person, proposerPerson),
    write(closeChange(context, id, 'accepted', decided), { rows: 1, otherwise: notOpen() }),
    changing(row, changed),
  ];
  const entries = entriesOf(taken, changed);
  if (endsWhatStands(before, after))
    await cutOffNow(context, {
      level: 'client',
      reached: await reachedBy(context, 'client', clientId),
      by: { kind: 'admin', id: signer.id },
      reason: 'How this client proves itself, or who answers for it, was changed.',
      writes,
      entries,
    });
  else await context.record({ writes, entries });
  const decidedAt = context.clock.now();
  return { ...change, state: { status: 'accepted', decidedBy: signer.id, decidedAt, comment } };
}
