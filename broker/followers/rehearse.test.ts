import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { logEntries } from '#broker/audit/tables.ts';
import { policyDecisions } from '#broker/decisions/tables.ts';
import { expireDue } from '#broker/delegation/expire-due.ts';
import { bundleFromFiles } from '#broker/policy/bundle.ts';
import { type Engine, prepare } from '#broker/policy/engine.ts';
import { closeSessionsOf } from '#broker/session/closing.ts';
import { lapseSessions } from '#broker/session/lapse-sessions.ts';
import type { Session } from '#broker/session/session.ts';
import { type DelegatedHouse, openDelegatedHouse, READ } from '#test/delegated-house.ts';
import { harmless, withoutReading } from '#test/policy-drafts.ts';
import { type KnownGrants, readAnew } from './known-grants.ts';
import { rehearse, rehearsing } from './rehearse.ts';

const WRITE_ONLY = ['accounts:settings.update'];
const notOver = () => false;
let house: DelegatedHouse;
let reading: Session;
let writing: Session;
beforeAll(async () => {
  house = await openDelegatedHouse();
}, 240_000);
afterAll(() => house.close());
beforeEach(async () => {
  house.clock.pass(4 * 3600);
  await expireDue(house.context, closeSessionsOf);
  await lapseSessions(house.context);
  const ana = await house.signIn('support', 'ana');
  const ben = await house.signIn('support', 'ben');
  reading = await house.starts(ana, await house.granted('ana', 'mira', READ));
  writing = await house.starts(ben, await house.granted('ben', 'ivo', WRITE_ONLY, ['tess']));
});

const version = (files: Record<string, string>): Engine =>
  prepare(bundleFromFiles({ ...house.context.policy.bundle.files, ...files }));

const both = () => [reading.id, writing.id];
const written = async () => ({
  entries: await house.database.handle.$count(logEntries),
  decisions: await house.database.handle.$count(policyDecisions),
  sessions: await Promise.all(both().map((id) => house.session(id))),
});

/** Reads everything anew, and counts how often somebody asked. */
function counting(): KnownGrants & { asked: number } {
  const known = {
    ...readAnew,
    asked: 0,
    grants: (...given: Parameters<KnownGrants['grants']>) => {
      known.asked += 1;
      return readAnew.grants(...given);
    },
  };
  return known;
}

it('says how many would end, and ends and writes nothing', async () => {
  const before = await written();
  const ends = (policy: Engine) =>
    rehearse(house.services, { policy, known: readAnew, ids: both() }, notOver);
  expect(await ends(version(withoutReading()))).toBe(1);
  expect(await ends(version(harmless(1)))).toBe(0);
  expect(await written()).toEqual(before);
});

it('leaves alone what has lapsed and nobody has written down yet', async () => {
  const policy = version(withoutReading());
  house.clock.pass(3 * 3600);
  const { entries } = await written();
  expect(await rehearse(house.services, { policy, known: readAnew, ids: both() }, notOver)).toBe(0);
  expect((await written()).entries).toBe(entries);
});

it('gives way to the activation itself', async () => {
  const policy = version(withoutReading());
  const known = counting();
  expect(await rehearse(house.services, { policy, known, ids: both() }, () => true)).toBe(0);
  expect(known.asked).toBe(0);
});

it('is repeated until the code must be compiled, for each version', async () => {
  const [first, second] = [version(harmless(1)), version(harmless(2))];
  const rehearsals = rehearsing(house.services, 5);
  const known = counting();
  for (let look = 0; look < 5; look++) await rehearsals.next({ policy: first, known, ids: both() }, notOver);
  expect(known.asked).toBe(3);
  await rehearsals.next({ policy: second, known, ids: [] }, notOver);
  await rehearsals.next({ policy: second, known, ids: both() }, notOver);
  expect(known.asked).toBe(4);
});
