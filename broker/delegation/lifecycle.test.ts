import { describe, expect, it } from 'vitest';
import { type Clocks, type Event, later, next, type State, stateAt } from './lifecycle.ts';

const t0 = new Date('2026-03-02T09:00:00.000Z');
const at = (seconds: number) => later(t0, seconds);
const clocks: Clocks = { decideBy: at(1000), startWithinSeconds: 100 };
const customer = { kind: 'customer', id: 'cus_1' } as const;
const agent = { kind: 'agent', id: 'agt_1' } as const;

const pending: State = { status: 'pending' };
const granted: State = { status: 'granted', grantedAt: at(10), startBy: at(110) };
const started: State = { ...granted, expiresAt: at(500) };
const over = (status: 'denied' | 'withdrawn' | 'expired' | 'completed' | 'revoked'): State => ({
  status,
  endedAt: at(20),
  endedBy: customer,
});

const settled: Event = { type: 'settled' };
const refused: Event = { type: 'refused', by: customer };
const takenBack: Event = { type: 'taken back', by: agent };
const revoked: Event = { type: 'revoked', by: customer };

describe('every event in every state', () => {
  const table: [string, State, Event, number, string | null][] = [
    ['pending', pending, settled, 30, 'granted'],
    ['pending', pending, refused, 30, 'denied'],
    ['pending', pending, takenBack, 30, 'withdrawn'],
    ['pending', pending, revoked, 30, 'denied'],
    ['pending, at its decide_by', pending, settled, 1000, null],
    ['pending, at its decide_by', pending, takenBack, 1000, null],
    ['granted', granted, settled, 30, null],
    ['granted', granted, refused, 30, null],
    ['granted', granted, takenBack, 30, 'completed'],
    ['granted', granted, revoked, 30, 'revoked'],
    ['granted, at its start_by', granted, revoked, 110, null],
    ['started, past its start_by', started, revoked, 110, 'revoked'],
    ['started, at its end', started, revoked, 500, null],
    ...(['denied', 'withdrawn', 'expired', 'completed', 'revoked'] as const).flatMap((status) =>
      [settled, refused, takenBack, revoked].map((event): [string, State, Event, number, null] => [
        status,
        over(status),
        event,
        30,
        null,
      ]),
    ),
  ];
  it.each(table)('%s', (_, state, event, seconds, expected) => {
    expect(next(state, event, clocks, at(seconds))?.status ?? null).toBe(expected);
  });
});

describe('what time alone does', () => {
  const table: [string, State, number, string, number?][] = [
    ['pending until decide_by', pending, 999, 'pending'],
    ['expired from decide_by on', pending, 1000, 'expired', 1000],
    ['granted until start_by', granted, 109, 'granted'],
    ['expired when not started by start_by', granted, 5000, 'expired', 110],
    ['granted while started', started, 499, 'granted'],
    ['completed when its time is used up', started, 500, 'completed', 500],
    ['denied for ever', over('denied'), 9999, 'denied', 20],
  ];
  it.each(table)('%s', (_, state, seconds, status, endedAt) => {
    const became = stateAt(state, clocks, at(seconds));
    expect(became.status).toBe(status);
    if (endedAt !== undefined) expect(became).toMatchObject({ endedAt: at(endedAt) });
  });
});

it('counts start_by from the grant, or from not_before when that is later', () => {
  expect(next(pending, settled, clocks, at(30))).toMatchObject({ grantedAt: at(30), startBy: at(130) });
  expect(next(pending, settled, { ...clocks, notBefore: at(200) }, at(30))).toMatchObject({
    startBy: at(300),
  });
});
