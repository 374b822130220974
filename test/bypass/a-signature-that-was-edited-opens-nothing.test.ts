import { eq, type SQL, sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { insertInto, update } from '#broker/db/build.ts';
import type { Delegation } from '#broker/delegation/delegation.ts';
import { consents, delegations, reviews } from '#broker/delegation/tables.ts';
import { startSession } from '#broker/session/start-session.ts';
import { sessions } from '#broker/session/tables.ts';
import { removePasskey } from '#broker/signing/passkeys/remove-passkey.ts';
import { passkeys } from '#broker/signing/passkeys/tables.ts';
import type { Enrolled } from '#test/enrolled.ts';
import { type House, openHouse, WRITE } from '#test/house.ts';
import { Authenticator } from '#test/passkey.ts';

let house: House;
let tess: Enrolled;
let sam: Enrolled;
let granted: Delegation;
beforeAll(async () => {
  house = await openHouse();
  tess = await house.enrolled('admin', 'tess');
  sam = await house.enrolled('admin', 'sam');
  await house.enrolled('customer', 'mira');
});
afterAll(() => house?.close());
beforeEach(async () => {
  const asked = await house.asks('ana', 'mira', WRITE);
  await house.reviews('tess', asked);
  granted = await house.answers('mira', asked);
  expect(granted.state.status).toBe('granted');
});
afterEach(() => house.database.run(sql`delete from ${sessions}`));

const starts = () =>
  startSession(house.context, {
    principal: house.who('support', 'ana'),
    delegationId: granted.id,
    grantKey: { 'x5t#S256': 'a'.repeat(43) },
  });

/** Nothing has started, and the log says nothing of a start. */
async function nothingStarts(code = 'policy_denied') {
  await expect(starts()).rejects.toMatchObject({ code, status: 403 });
  expect(await house.database.handle.$count(sessions, eq(sessions.delegationId, granted.id))).toBe(0);
  expect((await house.entries(granted.id)).map(({ type }) => type)).not.toContain('session.started');
}

const ofReview = () => eq(reviews.delegationId, granted.id);
const edited = (set: Record<string, unknown>) =>
  house.database.run(update(reviews).set(set).where(ofReview()));

it('as it was signed it starts, also after the key was removed', async () => {
  expect((await starts()).state.status).toBe('live');
  await house.database.run(sql`delete from ${sessions}`);
  const cleo = await house.enrolled('admin', 'cleo');
  const asked = await house.asks('ben', 'mira', WRITE);
  await house.reviews('cleo', asked);
  granted = await house.answers('mira', asked);
  await removePasskey(house.context, { principal: cleo.principal, id: cleo.passkey.id, whose: 'own' });
  const principal = house.who('support', 'ben');
  const grantKey = { 'x5t#S256': 'b'.repeat(43) };
  const session = await startSession(house.context, { principal, delegationId: granted.id, grantKey });
  expect(session.state.status).toBe('live');
});

it.each<[string, () => Record<string, unknown>]>([
  [
    'a signature with one byte changed',
    () => ({
      proof: sql`jsonb_set(${reviews.proof}, '{signature}', to_jsonb(overlay(${reviews.proof}->>'signature' placing case substr(${reviews.proof}->>'signature', 20, 1) when 'A' then 'B' else 'A' end from 20 for 1)))`,
    }),
  ],
  ['another nonce', () => ({ nonce: 'n'.repeat(43) })],
  ['no nonce', () => ({ nonce: null })],
  ['no proof', () => ({ proof: null })],
  ['another comment', () => ({ comment: 'I have looked at it.' })],
  ['another narrowing', () => ({ narrowed: granted.requested })],
  ['another signer', () => ({ signerId: sam.principal.id, signerPerson: sam.principal.person })],
  ['a statement that says more', () => ({ statement: sql`${reviews.statement} || '{"revision": 2}'` })],
  [
    'the key of another owner',
    () => ({ proof: sql`jsonb_set(${reviews.proof}, '{passkey}', to_jsonb(${sam.passkey.id}::text))` }),
  ],
  ['being signed in instead, of somebody who has a passkey', () => ({ method: 'session', proof: null })],
])('an approval with %s counts as not given', async (_, set) => {
  await edited(set());
  await nothingStarts();
});

it('a denial that was made an approval counts as not given', async () => {
  const asked = await house.asks('ben', 'mira', WRITE);
  await house.reviews('tess', asked, 'deny');
  const [denied] = await house.database.handle
    .select()
    .from(reviews)
    .where(eq(reviews.delegationId, asked.id));
  if (!denied) throw new Error('Nothing was signed.');
  await house.database.run(sql`delete from ${reviews} where ${ofReview()}`);
  const row = { ...denied, id: 'rev_moved', delegationId: granted.id, decision: 'approve' as const };
  await house.database.run(insertInto(reviews).values(row));
  await nothingStarts();
});

it('an approval signed with a key that its owner never had let in counts as not given', async () => {
  const stranger = new Authenticator();
  const publicKey = Buffer.from(stranger.publicKey).toString('base64url');
  await edited({ proof: sql`jsonb_set(${reviews.proof}, '{public_key}', to_jsonb(${publicKey}::text))` });
  await nothingStarts();
});

it.each<[string, () => SQL]>([
  [
    'what was asked for',
    () =>
      sql`update ${delegations} set requested = jsonb_set(requested, '{0,max_duration}', '900') where id = ${granted.id}`,
  ],
  [
    'the reason',
    () => sql`update ${delegations} set justification = 'Another one.' where id = ${granted.id}`,
  ],
  [
    'the policy it was judged by',
    () => sql`update ${delegations} set policy_version = 'other' where id = ${granted.id}`,
  ],
])('when %s was edited, nothing that was signed counts', async (_, edit) => {
  await house.database.run(edit());
  await nothingStarts();
});

it('more than people left of it is granted to nobody', async () => {
  const wider = granted.effective.map((item) => ({ ...item, max_duration: 900 }));
  await house.database.run(
    update(delegations).set({ effective: wider }).where(eq(delegations.id, granted.id)),
  );
  await nothingStarts('not_as_signed');
});

it('a consent whose signature was edited counts as not given', async () => {
  await house.database.run(
    update(consents)
      .set({ nonce: 'n'.repeat(43) })
      .where(eq(consents.delegationId, granted.id)),
  );
  await nothingStarts();
});

it('a key that the table now says was let in later has signed nothing', async () => {
  const confirmedAt = new Date(house.clock.at.getTime() + 1_000);
  await house.database.run(update(passkeys).set({ confirmedAt }).where(eq(passkeys.id, tess.passkey.id)));
  await nothingStarts();
  await house.database.run(
    update(passkeys).set({ confirmedAt: house.clock.at }).where(eq(passkeys.id, tess.passkey.id)),
  );
});
