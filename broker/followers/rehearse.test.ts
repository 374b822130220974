import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { logEntries } from '#broker/audit/tables.ts';
import { policyDecisions } from '#broker/decisions/tables.ts';
import { bundleFromFiles } from '#broker/policy/bundle.ts';
import { type Engine, prepare } from '#broker/policy/engine.ts';
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
  await house.allLapse();
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

/** Reads everything anew, and counts what is asked for. */
function counting(asked: () => void) {
  const parts: number[] = [];
  const grants: KnownGrants['grants'] = (context, ids) => {
    asked();
    parts.push(ids.length);
    return readAnew.grants(context, ids);
  };
  return {
    ...readAnew,
    grants,
    parts,
    get sessions() {
      return parts.reduce((sum, n) => sum + n, 0);
    },
  };
}

it('says how many would end, and ends and writes nothing', async () => {
  const before = await written();
  const ends = (policy: Engine) => rehearse(house.services, { policy, known: readAnew, ids: both() });
  expect(await ends(version(withoutReading()))).toBe(1);
  expect(await ends(version(harmless(1)))).toBe(0);
  expect(await written()).toEqual(before);
});

it('leaves alone what has lapsed and nobody has written down yet', async () => {
  const policy = version(withoutReading());
  house.clock.pass(3 * 3600);
  const { entries } = await written();
  expect(await rehearse(house.services, { policy, known: readAnew, ids: both() })).toBe(0);
  expect((await written()).entries).toBe(entries);
});

describe('is repeated', () => {
  const enough = { sessions: 5, ms: 1_000 };
  /** Time passes only where somebody asks for a grant. */
  function slowly(ms: number) {
    const time = { now: 0, collected: 0 };
    const known = counting(() => {
      time.now += ms;
    });
    const by = { now: () => time.now, collect: () => void time.collected++ };
    return { time, known, rehearsals: rehearsing(house.services, enough, by) };
  }
  const many = () => [...both(), ...both(), ...both(), ...both()];

  it('until the code of a version must be compiled, and again after an hour', async () => {
    const { time, known, rehearsals } = slowly(1);
    const [one, two] = [version(harmless(1)), version(harmless(2))];
    const look = (policy: Engine) => rehearsals.next({ policy, known, ids: both() }, notOver);
    for (let n = 0; n < 8; n++) await look(n % 2 === 0 ? one : two);
    expect(known.sessions).toBe(10);
    expect(time.collected).toBe(2);
    time.now += 3_600_001;
    await look(one);
    expect(known.sessions).toBe(12);
  });

  it('for no longer than it may in an hour, however much is proposed', async () => {
    const { known, rehearsals } = slowly(300);
    for (let n = 1; n <= 5; n++)
      await rehearsals.next({ policy: version(harmless(n)), known, ids: both() }, notOver);
    expect(known.parts).toEqual([1, 1, 1, 1]);
  });

  it('in parts, smaller ones where policy takes its time, and never for long at one look', async () => {
    const quick = slowly(1);
    await quick.rehearsals.next({ policy: version(harmless(1)), known: quick.known, ids: many() }, notOver);
    // Of the last four, two are the same grants.
    expect(quick.known.parts).toEqual([1, 2, 2]);
    const slow = slowly(300);
    const look = () =>
      slow.rehearsals.next({ policy: version(harmless(1)), known: slow.known, ids: many() }, notOver);
    await look();
    expect(slow.known.parts).toEqual([1, 1]);
    await look();
    await look();
    expect(slow.known.parts).toEqual([1, 1, 1, 1]);
  });

  it('not beside the activation itself', async () => {
    const { known, rehearsals } = slowly(1);
    const over = () => known.parts.length === 1;
    await rehearsals.next({ policy: version(harmless(1)), known, ids: many() }, over);
    expect(known.parts).toEqual([1]);
  });

  it('not where it fails', async () => {
    const { known, rehearsals } = slowly(1);
    const failing = { ...known, grants: () => Promise.reject(new Error('The connection was lost.')) };
    const policy = version(harmless(1));
    await rehearsals.next({ policy, known: failing, ids: both() }, notOver);
    await rehearsals.next({ policy, known, ids: both() }, notOver);
    expect(known.parts).toEqual([]);
  });
});
