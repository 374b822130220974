import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Flows } from './bundle-shape.ts';
import { flowState, hasVoice, nextSignature } from './flows.ts';
import type { Approval } from './question.ts';

const flows: Flows = {
  lead: { stages: [{ from: ['leads'], needed: 1 }] },
  'two-groups': {
    stages: [
      { from: ['leads'], needed: 1 },
      { from: ['security'], needed: 1, distinct: true, timeout_s: 3600, escalate_to: 'security-leads' },
    ],
  },
  legal: { stages: [{ from: ['legal'], needed: 1 }] },
  board: { stages: [{ from: ['leads', 'security'], needed: 2 }] },
  together: {
    stages: [
      [
        { from: ['leads'], needed: 1 },
        { from: ['legal'], needed: 1 },
      ],
    ],
  },
};
const filedAt = new Date('2030-01-15T09:00:00Z');
const minute = (minutes: number) => new Date(filedAt.getTime() + minutes * 60_000);
const yes = (person: string, groups: string[], at = 1): Approval => ({ person, groups, at: minute(at) });
const given = (names: string[], approvals: Approval[]) =>
  flowState(flows, names, approvals).required.map(
    (each) => `${each.flow} ${each.stage}: ${each.given}/${each.needed}`,
  );
const next = (names: string[], approvals: Approval[], person: string, groups: string[], at = 2) =>
  nextSignature(flows, names, approvals, { person, groups }, { filedAt, now: minute(at) });

describe('approval flows', () => {
  test('nothing required is complete', () => {
    expect(flowState(flows, [], [])).toEqual({ required: [], open: [], waiting: [], complete: true });
  });

  test('stages are signed in order, and only the first open one is offered', () => {
    expect(flowState(flows, ['two-groups'], []).open).toEqual([
      { flow: 'two-groups', stage: 1, from: ['leads'], needed: 1, given: 0 },
    ]);
    expect(next(['two-groups'], [], 'sam', ['security'])).toBeUndefined();
    expect(next(['two-groups'], [], 'tess', ['leads'])).toEqual({ flow: 'two-groups', stage: 1 });
    const signed = [yes('tess', ['leads'])];
    expect(next(['two-groups'], signed, 'sam', ['security'])).toEqual({ flow: 'two-groups', stage: 2 });
    expect(flowState(flows, ['two-groups'], [...signed, yes('sam', ['security'], 2)]).complete).toBe(true);
  });

  test('a signature before its stage was open counts for nothing, whatever the order it is listed in', () => {
    const early = [yes('tess', ['leads'], 5), yes('sam', ['security'], 1)];
    expect(given(['two-groups'], early)).toEqual(['two-groups 1: 1/1', 'two-groups 2: 0/1']);
  });

  test('one person does not stand for two stages, in however many groups', () => {
    const both = ['leads', 'security'];
    expect(given(['two-groups'], [yes('x', both), yes('x', both, 2)])).toEqual([
      'two-groups 1: 1/1',
      'two-groups 2: 0/1',
    ]);
    expect(next(['two-groups'], [yes('x', both)], 'x', both)).toBeUndefined();
  });

  test('one person does not stand for two of the same stage', () => {
    expect(given(['board'], [yes('x', ['leads']), yes('x', ['security'], 2)])).toEqual(['board 1: 1/2']);
    expect(flowState(flows, ['board'], [yes('x', ['leads']), yes('y', ['leads'], 2)]).complete).toBe(true);
  });

  test('several flows must all be met, and a person counts once over all of them', () => {
    const both = ['leads', 'legal'];
    expect(given(['lead', 'legal'], [yes('x', both), yes('x', both, 2)])).toEqual([
      'lead 1: 1/1',
      'legal 1: 0/1',
    ]);
    expect(flowState(flows, ['lead', 'legal'], [yes('x', both), yes('y', ['legal'], 2)]).complete).toBe(true);
  });

  test('entries of one stage are all needed and may be signed in any order', () => {
    expect(flowState(flows, ['together'], []).open).toHaveLength(2);
    const legal = [yes('l', ['legal'])];
    expect(flowState(flows, ['together'], legal).complete).toBe(false);
    expect(flowState(flows, ['together'], [...legal, yes('t', ['leads'], 2)]).complete).toBe(true);
  });

  test('a flow that another one meets anyway asks for no further signature', () => {
    expect(given(['lead', 'two-groups'], [])).toEqual(['two-groups 1: 0/1', 'two-groups 2: 0/1']);
    expect(given(['two-groups', 'lead', 'lead'], [])).toEqual(['two-groups 1: 0/1', 'two-groups 2: 0/1']);
    expect(given(['board', 'lead'], [])).toEqual(['board 1: 0/2', 'lead 1: 0/1']);
    expect(given(['together', 'legal', 'lead'], [])).toEqual(['together 1: 0/1', 'together 1: 0/1']);
  });

  test('of two flows that ask the same one is asked', () => {
    const same = { a: { stages: [{ from: ['x'], needed: 1 }] }, b: { stages: [{ from: ['x'], needed: 1 }] } };
    expect(flowState(same, ['a', 'b'], []).required).toHaveLength(1);
  });

  test('a stage left unsigned for its time goes to the escalation group too', () => {
    const signed = [yes('tess', ['leads'], 10)];
    const lead = ['security-leads'];
    expect(next(['two-groups'], signed, 'nia', lead, 69)).toBeUndefined();
    expect(next(['two-groups'], signed, 'nia', lead, 70)).toEqual({ flow: 'two-groups', stage: 2 });
    const late = flowState(flows, ['two-groups'], signed, { filedAt, now: minute(70) });
    expect(late.open[0]?.from).toEqual(['security', 'security-leads']);
    const done = [...signed, yes('nia', lead, 71)];
    expect(flowState(flows, ['two-groups'], done, { filedAt, now: minute(72) }).complete).toBe(true);
    expect(
      flowState(flows, ['two-groups'], [...signed, yes('nia', lead, 11)], { filedAt, now: minute(99) })
        .complete,
    ).toBe(false);
  });

  test('a flow nobody described can never be met', () => {
    for (const name of ['nobody', '__proto__', 'toString']) {
      expect(flowState(flows, [name], [yes('x', ['leads'])]).complete).toBe(false);
      expect(flowState(flows, [name, 'lead'], [yes('x', ['leads'])]).complete).toBe(false);
    }
  });

  test('who is in none of its groups has no voice in a flow', () => {
    expect(hasVoice(flows, ['two-groups'], ['security'])).toBe(true);
    expect(hasVoice(flows, ['two-groups'], ['security-leads'])).toBe(true);
    expect(hasVoice(flows, ['two-groups'], ['legal'])).toBe(false);
  });
});

describe('whoever signs, in whatever order', () => {
  const groups = ['leads', 'security', 'legal', 'security-leads', 'others'];
  const approvals = fc.array(
    fc.record({
      person: fc.constantFrom('a', 'b', 'c', 'd'),
      groups: fc.subarray(groups),
      at: fc.integer({ min: 0, max: 200 }).map(minute),
    }),
    { maxLength: 8 },
  );
  const names = fc.subarray(Object.keys(flows), { minLength: 1 });

  test('a complete set has at least as many persons as signatures needed', () => {
    fc.assert(
      fc.property(names, approvals, (wanted, signed) => {
        const state = flowState(flows, wanted, signed, { filedAt, now: minute(300) });
        const counted = state.required.reduce((sum, each) => sum + each.given, 0);
        const persons = new Set(signed.map((each) => each.person)).size;
        expect(counted).toBeLessThanOrEqual(persons);
        expect(state.required.every((each) => each.given <= each.needed)).toBe(true);
        expect(state.complete).toBe(state.required.every((each) => each.given === each.needed));
      }),
    );
  });

  test('a complete set meets each of its flows by itself', () => {
    fc.assert(
      fc.property(names, approvals, (wanted, signed) => {
        const clock = { filedAt, now: minute(300) };
        fc.pre(flowState(flows, wanted, signed, clock).complete);
        for (const name of wanted) expect(flowState(flows, [name], signed, clock).complete).toBe(true);
      }),
    );
  });

  test('an offered signature is one that counts', () => {
    fc.assert(
      fc.property(names, approvals, fc.subarray(groups), (wanted, signed, own) => {
        const clock = { filedAt, now: minute(300) };
        const total = (all: Approval[]) =>
          flowState(flows, wanted, all, clock).required.reduce((sum, each) => sum + each.given, 0);
        const offered = nextSignature(flows, wanted, signed, { person: 'new', groups: own }, clock);
        const after = total([...signed, { person: 'new', groups: own, at: clock.now }]);
        expect(after - total(signed)).toBe(offered ? 1 : 0);
      }),
    );
  });
});
