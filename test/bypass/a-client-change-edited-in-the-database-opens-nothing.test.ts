import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acceptChange } from '#broker/oauth/clients/changes/accept-change.ts';
import type { ClientChange } from '#broker/oauth/clients/changes/client-change.ts';
import { readChange } from '#broker/oauth/clients/changes/read-change.ts';
import { withdrawChange } from '#broker/oauth/clients/changes/withdraw-change.ts';
import { readClient } from '#broker/oauth/clients/registered.ts';
import { shutOutClient } from '#broker/oauth/clients/shut-out-client.ts';
import { type ClientRow, findClient } from '#broker/oauth/clients/store.ts';
import { decidesChange, proposesChange, publicKey, registers, signsChange } from '#test/client-changes.ts';
import { type House, openHouse } from '#test/house.ts';
import { attacker, projected } from '#test/tamper.ts';

const WIDER = { scopes: ['delegation.request', 'delegation.run'] };
const MINE = { scopes: ['delegation.request', 'delegation.run', 'global_revoke'] };
let house: House;
let intruder: ReturnType<typeof attacker>;
let id: `svc_${string}`;
let change: ClientChange;
let before: ClientRow;
let n = 0;
beforeAll(async () => {
  house = await openHouse();
  intruder = attacker(house);
  for (const login of ['max', 'edda']) await house.enrolled('admin', login);
}, 60_000);
beforeEach(async () => {
  house.clock.pass(60);
  id = `svc_jobs_${++n}`;
  before = (await registers(house, id)).row;
  change = await proposesChange(house, 'max', id, WIDER);
});
afterAll(() => house?.close());

const edda = () => house.who('admin', 'edda');
const opensNothing = async () => {
  expect((await readChange(house.context, change.id)).change.state.status).toBe('void');
  await expect(decidesChange(house, 'edda', change)).rejects.toMatchObject({ code: 'not_open' });
  expect((await readClient(house.context, id)).row).toEqual(before);
};

describe('a change', () => {
  it.each<[string, Record<string, unknown>]>([
    ['more', { after: { ...MINE } }],
    ['another client', { client_id: 'svc_jobs_1' }],
    ['another proposer', { proposed_by: 'adm_else', proposer_person: 'prs_else' }],
    ['another reason', { reason: 'It is nothing.' }],
    ['another state before', { state_hash: 'x'.repeat(43) }],
    ['a longer time', { expires_at: '2099-01-01T00:00:00Z' }],
    ['no seal', { seal: null }],
  ])('that says %s is accepted by nobody', async (what, values) => {
    const after = { ...change.after, ...MINE };
    await intruder.set('client_changes', change.id, what === 'more' ? { after } : values);
    await opensNothing();
  });

  it('that says more once it was shown to the second person is not what that person signs', async () => {
    const signed = await signsChange(house, edda(), change.id);
    await intruder.set('client_changes', change.id, { after: { ...change.after, ...MINE } });
    const accepting = { principal: edda(), id: change.id, comment: 'Looked at it.', signed };
    await expect(acceptChange(house.context, accepting)).rejects.toMatchObject({
      code: 'statement_not_valid',
    });
    await opensNothing();
  });

  it.each(['rejected', 'withdrawn'])(
    'that was %s and is put back as it was open is open no more',
    async (how) => {
      const row = await intruder.copy('client_changes', change.id);
      if (how === 'rejected') await decidesChange(house, 'edda', change, 'reject', 'No.');
      else await withdrawChange(house.context, { principal: house.who('admin', 'max'), id: change.id });
      await projected(house);
      await intruder.putBack('client_changes', row);
      await opensNothing();
    },
  );

  it('that only says that it was accepted has changed no client', async () => {
    const decided = { decided_by: edda().id, decided_at: house.clock.at.toISOString(), comment: 'Yes.' };
    await intruder.set('client_changes', change.id, { status: 'accepted', ...decided, seal: null });
    expect((await readClient(house.context, id)).row).toEqual(before);
    expect((await findClient(house.context.reader, id))?.scopes).toEqual(['delegation.request']);
  });

  it('that somebody writes as if it had been proposed is accepted by nobody', async () => {
    const row = await intruder.copy('client_changes', change.id);
    await intruder.insert('client_changes', row, { id: 'clc_mine', after: { ...change.after, ...MINE } });
    change = { ...change, id: 'clc_mine' };
    await opensNothing();
  });
});

describe('a client', () => {
  afterEach(async () => expect(await findClient(house.context.reader, id)).toBeUndefined());

  it('that was edited is not sealed anew by what two persons change of it', async () => {
    await intruder.set('clients', id, { resource: 'https://mine.example' });
    await expect(proposesChange(house, 'max', id, WIDER)).rejects.toMatchObject({ code: 'seal_broken' });
    await expect(decidesChange(house, 'edda', change)).rejects.toMatchObject({ code: 'client_moved' });
  });

  it('that is shut out keeps nothing of what was put into its row meanwhile when it is let in again', async () => {
    await shutOutClient(house.context, house.who('admin', 'max'), id, 'Its key leaked.');
    const mine = await publicKey('mine');
    await intruder.set('clients', id, {
      keys: [{ jwk: mine, added_at: house.clock.at.toISOString() }],
      resource: 'https://another.example',
      scopes: ['introspect'],
      sign_in_domains: ['admin'],
      relay: true,
    });
    const letIn = {
      enabled: true as const,
      owner: before.owner,
      scopes: ['delegation.request'],
      auth: { method: 'private_key_jwt' as const, keys: [await publicKey('z')] },
    };
    await decidesChange(house, 'edda', await proposesChange(house, 'max', id, letIn));
    expect((await readClient(house.context, id)).row).toMatchObject({
      keys: [{ jwk: { kid: 'z' } }],
      resource: null,
      scopes: ['delegation.request'],
      signInDomains: [],
      relay: false,
    });
    await shutOutClient(house.context, house.who('admin', 'max'), id, 'Again.');
  });

  it('that was shut out again is not let in by the row from when it was in', async () => {
    const row = await intruder.copy('clients', id);
    await shutOutClient(house.context, house.who('admin', 'max'), id, 'Its key leaked.');
    await projected(house);
    await intruder.putBack('clients', row);
    expect(await findClient(house.context.reader, id)).toBeUndefined();
    await house.services.database.run(
      sql`update clients set disabled_at = now(), seal = null where id = ${id}`,
    );
  });
});
