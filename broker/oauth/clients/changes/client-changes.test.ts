import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#broker/context.ts';
import { update } from '#broker/db/build.ts';
import { people, persons } from '#broker/identity/tables.ts';
import { decidesChange, proposesChange, publicKey, registers, signsChange } from '#test/client-changes.ts';
import { type House, openHouse } from '#test/house.ts';
import { projected } from '#test/tamper.ts';
import { changeClient } from '../change-client.ts';
import { thumbprintOf } from '../held-keys.ts';
import { readClient } from '../registered.ts';
import { shutOutClient } from '../shut-out-client.ts';
import { findClient } from '../store.ts';
import { clientChanges, clients } from '../tables.ts';
import { acceptChange } from './accept-change.ts';
import { listChanges, readChange } from './read-change.ts';
import type { Wanted } from './wanted-members.ts';
import { withdrawChange } from './withdraw-change.ts';

let house: House;
let id: `svc_${string}`;
let n = 0;
beforeAll(async () => {
  house = await openHouse();
  for (const login of ['max', 'edda']) await house.enrolled('admin', login);
}, 60_000);
beforeEach(async () => {
  house.clock.pass(60);
  id = `svc_jobs_${++n}`;
  await registers(house, id);
});
afterAll(() => house.close());

const max = () => house.who('admin', 'max');
const edda = () => house.who('admin', 'edda');
const WIDER: Wanted = { scopes: ['delegation.request', 'delegation.run', 'tickets.write'] };
const row = async () => (await readClient(house.context, id)).row;
const entriesOf = async (target: string) => (await house.entries()).filter((one) => one.target === target);
const changes = () => house.context.reader.$count(clientChanges, eq(clientChanges.clientId, id));

describe('a change', () => {
  it('is proposed by one person, on record, and nothing of it holds', async () => {
    const before = await row();
    const change = await proposesChange(house, 'max', id, WIDER);
    expect(change).toMatchObject({
      clientId: id,
      proposedBy: max().id,
      proposerPerson: max().person,
      before: { scopes: ['delegation.request'], owner: before.owner },
      after: { scopes: WIDER.scopes, owner: before.owner },
      state: { status: 'open' },
    });
    expect(change.expiresAt.getTime() - change.createdAt.getTime()).toBe(24 * 3600_000);
    expect(await row()).toEqual(before);
    expect(await entriesOf(change.id)).toMatchObject([
      {
        type: 'client.change_proposed',
        actor: max().id,
        facts: { client: id, scopes: WIDER.scopes?.join(' '), ends_access: false },
        hashes: { state: change.stateHash },
      },
    ]);
    expect(await readChange(house.context, change.id)).toMatchObject({ stale: false });
  });

  it('holds once a second person has signed it, the signature in the same write', async () => {
    const change = await proposesChange(house, 'max', id, WIDER);
    const accepted = await decidesChange(house, 'edda', change);
    expect(accepted.state).toMatchObject({ status: 'accepted', decidedBy: edda().id });
    expect(await row()).toMatchObject({ scopes: WIDER.scopes, seal: expect.any(String) });
    expect((await findClient(house.context.reader, id))?.scopes).toEqual(WIDER.scopes);
    const [kept] = await house.database.handle
      .select()
      .from(clientChanges)
      .where(eq(clientChanges.id, change.id));
    expect(kept).toMatchObject({
      status: 'accepted',
      method: 'passkey',
      statement: { kind: 'client', decision: 'accept', target: change.id, signer: edda().id },
      seal: null,
    });
    expect((await entriesOf(id)).at(-1)).toMatchObject({
      type: 'client.changed',
      actor: edda().id,
      facts: { change: change.id, proposer: max().id, scopes: WIDER.scopes?.join(' ') },
      hashes: { statement: kept?.challenge },
    });
    expect((await entriesOf(change.id)).at(-1)).toMatchObject({
      type: 'client.change_accepted',
      hashes: { statement: kept?.challenge, state: change.stateHash },
    });
    await expect(decidesChange(house, 'edda', change)).rejects.toMatchObject({ code: 'not_open' });
  });

  it('of keys adds one beside the old ones, which keep their age, or takes one away', async () => {
    const [old] = (await row()).keys;
    if (!old) throw new Error('There is no key.');
    house.clock.pass(3600);
    const fresh = await publicKey('b');
    await decidesChange(
      house,
      'edda',
      await proposesChange(house, 'max', id, { keys: { add: [fresh], remove: [] } }),
    );
    const both = (await row()).keys;
    expect(both.map(({ jwk }) => jwk.kid)).toEqual(['a', 'b']);
    expect(both[0]).toEqual(old);
    expect(both[1]?.added_at).toBe(house.clock.at.toISOString());
    const gone = { keys: { add: [], remove: [thumbprintOf(old)] } };
    await decidesChange(house, 'max', await proposesChange(house, 'edda', id, gone));
    expect((await row()).keys.map(({ jwk }) => jwk.kid)).toEqual(['b']);
  });

  it('of method and owner is kept as registration keeps it', async () => {
    const named = { method: 'tls_client_auth' as const, subjectDn: 'CN=night, O=Example' };
    const change = await proposesChange(house, 'max', id, {
      auth: named,
      owner: house.who('support', 'ana').id,
    });
    expect((await entriesOf(change.id))[0]).toMatchObject({ facts: { ends_access: true } });
    await decidesChange(house, 'edda', change);
    expect(await row()).toMatchObject({
      method: 'tls_client_auth',
      keys: [],
      sanUri: null,
      subjectDn: expect.stringContaining('night'),
      owner: house.who('support', 'ana').id,
    });
    expect((await entriesOf(id)).at(-1)).toMatchObject({
      type: 'client.changed',
      facts: { ends_access: true },
    });
  });

  it('is rejected by a second person, with a reason, and the client is as it was', async () => {
    const before = await row();
    const change = await proposesChange(house, 'max', id, WIDER);
    await expect(decidesChange(house, 'edda', change, 'reject', '')).rejects.toMatchObject({
      code: 'text_length',
    });
    const { state } = await decidesChange(house, 'edda', change, 'reject', 'It needs less.');
    expect(state).toMatchObject({ status: 'rejected', comment: 'It needs less.' });
    expect(await row()).toEqual(before);
    expect((await entriesOf(change.id)).at(-1)).toMatchObject({
      type: 'client.change_rejected',
      actor: edda().id,
    });
    await expect(decidesChange(house, 'edda', change)).rejects.toMatchObject({ code: 'not_open' });
  });

  it('is taken back by who proposed it, and by nobody else', async () => {
    const change = await proposesChange(house, 'max', id, WIDER);
    const taking = (principal = max()) => withdrawChange(house.context, { principal, id: change.id });
    await expect(taking(edda())).rejects.toMatchObject({ code: 'not_yours' });
    expect((await taking()).state).toMatchObject({ status: 'withdrawn' });
    expect((await entriesOf(change.id)).at(-1)).toMatchObject({ type: 'client.change_withdrawn' });
    await expect(taking()).rejects.toMatchObject({ code: 'not_open' });
    await expect(decidesChange(house, 'edda', change)).rejects.toMatchObject({ code: 'not_open' });
  });

  it('is over after a day, and found under that', async () => {
    const before = await row();
    const change = await proposesChange(house, 'max', id, WIDER);
    house.clock.pass(24 * 3600 - 60);
    const signed = await signsChange(house, edda(), change.id);
    house.clock.pass(60);
    const accepting = { principal: edda(), id: change.id, comment: 'Looked at it.', signed };
    await expect(acceptChange(house.context, accepting)).rejects.toMatchObject({ code: 'not_open' });
    expect(await row()).toEqual(before);
    const found = async (status: 'open' | 'expired') =>
      (await listChanges(house.context, { status, client: id, limit: 10 })).items.map((one) => one.id);
    expect(await found('open')).toEqual([]);
    expect(await found('expired')).toEqual([change.id]);
  });
});

describe('nothing is proposed', () => {
  const refused = async (wanted: Wanted, code: string, who = max()) => {
    const before = await changes();
    await expect(proposesChange(house, who, id, wanted)).rejects.toMatchObject({ code });
    expect(await changes()).toBe(before);
  };

  it('by anybody who does not look after clients', async () => {
    await refused(WIDER, 'wrong_domain', house.who('admin', 'tess'));
    await refused(WIDER, 'wrong_domain', house.who('support', 'ana'));
    await refused(WIDER, 'wrong_domain', { ...max(), person: undefined });
  });

  it('that registration would refuse, that changes nothing, or that is the registry file’s', async () => {
    await refused({ scopes: ['keys.rotate'] }, 'invalid_client_metadata');
    await refused({ scopes: ['introspect'] }, 'invalid_client_metadata');
    await refused({ owner: house.who('customer', 'mira').id }, 'invalid_client_metadata');
    await refused({ auth: { method: 'tls_client_auth' } }, 'invalid_client_metadata');
    await refused(
      { auth: { method: 'private_key_jwt', keys: [{ kty: 'oct', k: 'c2VjcmV0' }] } },
      'invalid_client_metadata',
    );
    await refused({ keys: { add: [await publicKey('a')], remove: [] } }, 'invalid_client_metadata');
    const keys = (await row()).keys;
    await refused({ keys: { add: keys.map(({ jwk }) => jwk), remove: [] } }, 'invalid_client_metadata');
    await refused({ keys: { add: [], remove: keys.map(thumbprintOf) } }, 'invalid_client_metadata');
    await refused({ keys: { add: [], remove: ['x'.repeat(43)] } }, 'invalid_client_metadata');
    await refused({ enabled: true }, 'not_shut_out');
    await refused({}, 'nothing_to_change');
    await refused({ scopes: ['delegation.request'] }, 'nothing_to_change');
    await house.database.run(update(clients).set({ keptBy: 'file' }).where(eq(clients.id, id)));
    await refused(WIDER, 'kept_by_file');
  });
});

it('of one client ten changes are open at once, and no more', async () => {
  for (let i = 0; i < 10; i++) await proposesChange(house, 'max', id, WIDER);
  await expect(proposesChange(house, 'max', id, WIDER)).rejects.toMatchObject({ code: 'too_many_changes' });
  house.clock.pass(24 * 3600);
  await proposesChange(house, 'max', id, WIDER);
  expect(await changes()).toBe(11);
});

describe('letting in again', () => {
  const anew = async (): Promise<Wanted> => ({
    enabled: true,
    owner: house.who('admin', 'tess').id,
    scopes: ['delegation.request'],
    auth: { method: 'private_key_jwt', keys: [await publicKey('z')] },
  });

  it('takes two persons and everything said anew; the old keys open nothing any more', async () => {
    await shutOutClient(house.context, max(), id, 'Its key leaked.');
    await projected(house);
    for (const wanted of [WIDER, { enabled: true as const }])
      await expect(proposesChange(house, 'max', id, wanted)).rejects.toMatchObject({
        status: expect.any(Number),
      });
    const change = await proposesChange(house, 'max', id, await anew());
    expect(await findClient(house.context.reader, id)).toBeUndefined();
    await decidesChange(house, 'edda', change);
    expect(await findClient(house.context.reader, id), 'before the log has said so').toBeUndefined();
    await projected(house);
    const client = await findClient(house.context.reader, id);
    expect(client?.row).toMatchObject({ shutOut: false, disabledAt: null, keptBy: 'api', kind: 'service' });
    expect(client?.row.keys.map(({ jwk }) => jwk.kid)).toEqual(['z']);
    expect((await entriesOf(id)).at(-1)).toMatchObject({ type: 'client.enabled', actor: edda().id });
  });

  it('is done once: shut out anew meanwhile, it stays out', async () => {
    await shutOutClient(house.context, max(), id, 'Its key leaked.');
    const first = await proposesChange(house, 'max', id, await anew());
    const second = await proposesChange(house, 'edda', id, await anew());
    await decidesChange(house, 'edda', first);
    house.clock.pass(1);
    await shutOutClient(house.context, max(), id, 'Again.');
    await projected(house);
    await expect(decidesChange(house, 'max', second)).rejects.toMatchObject({ code: 'client_moved' });
    expect(await findClient(house.context.reader, id)).toBeUndefined();
  });
});

describe('at the second signature', () => {
  it('a proposer who is shut out, or looks after clients no more, has proposed nothing', async () => {
    const before = await row();
    const change = await proposesChange(house, 'max', id, WIDER);
    const regroup = (groups: string[]) =>
      house.database.run(update(people).set({ groups }).where(eq(people.id, max().id)));
    await regroup(['team-leads']);
    await expect(decidesChange(house, 'edda', change)).rejects.toMatchObject({ code: 'proposer_gone' });
    await regroup(['people-admins']);
    const shut = (at: Date | null) =>
      house.database.run(
        update(persons)
          .set({ disabledAt: at })
          .where(eq(persons.id, max().person ?? '')),
      );
    await shut(house.clock.at);
    await expect(decidesChange(house, 'edda', change)).rejects.toMatchObject({ code: 'proposer_gone' });
    await shut(null);
    expect(await row()).toEqual(before);
    await decidesChange(house, 'edda', change);
  });

  it('a new owner who has left meanwhile answers for nothing', async () => {
    const ana = house.who('support', 'ana');
    const change = await proposesChange(house, 'max', id, { owner: ana.id });
    const shut = (at: Date | null) =>
      house.database.run(
        update(persons)
          .set({ disabledAt: at })
          .where(eq(persons.id, ana.person ?? '')),
      );
    await shut(house.clock.at);
    await expect(decidesChange(house, 'edda', change)).rejects.toMatchObject({
      code: 'invalid_client_metadata',
    });
    await shut(null);
  });

  it.each(['withdrawn', 'the client renamed', 'the signer shut out'])(
    'what comes between reading and writing loses the race: %s',
    async (what) => {
      const change = await proposesChange(house, 'max', id, WIDER);
      const signed = await signsChange(house, edda(), change.id);
      let meanwhile: (() => Promise<unknown>) | undefined = {
        withdrawn: () => withdrawChange(house.context, { principal: max(), id: change.id }),
        'the client renamed': () => changeClient(house.context, max(), id, { name: 'Day jobs', others: [] }),
        'the signer shut out': () =>
          house.database.run(
            update(persons)
              .set({ disabledAt: house.clock.at })
              .where(eq(persons.id, edda().person ?? '')),
          ),
      }[what];
      const context: Context = {
        ...house.context,
        record: async (recording) => {
          await meanwhile?.();
          meanwhile = undefined;
          return house.context.record(recording);
        },
      };
      const accepting = acceptChange(context, {
        principal: edda(),
        id: change.id,
        comment: 'Looked at it.',
        signed,
      });
      await expect(accepting).rejects.toMatchObject({
        code: {
          withdrawn: 'not_open',
          'the client renamed': 'client_moved',
          'the signer shut out': 'person_disabled',
        }[what],
      });
      expect((await row()).scopes).toEqual(['delegation.request']);
      expect((await entriesOf(change.id)).map(({ type }) => type)).not.toContain('client.change_accepted');
      await house.database.run(
        update(persons)
          .set({ disabledAt: null })
          .where(eq(persons.id, edda().person ?? '')),
      );
    },
  );
});
