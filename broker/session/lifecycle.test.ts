import { expect, it } from 'vitest';
import { later, type State } from '../delegation/lifecycle.ts';
import { type Ender, revokesGrant, stateAt } from './lifecycle.ts';

const start = new Date('2026-03-02T09:00:00.000Z');
const at = (seconds: number) => later(start, seconds);
const granted: State = { status: 'granted', grantedAt: start, startBy: at(3600), expiresAt: at(900) };
const limits = { delegation: granted, lastUsedAt: start, idleSeconds: 600 };
const byCustomer: Ender = { kind: 'customer', id: 'cus_mira' };
const revoked: State = {
  status: 'revoked',
  endedAt: at(100),
  endedBy: byCustomer,
  granted: { grantedAt: start, startBy: at(3600), expiresAt: at(900) },
};
const live = { status: 'live' } as const;

it.each([
  ['used a moment ago', limits, 1, live],
  ['idle', limits, 600, { status: 'ended', endedAt: at(600), endedBy: { kind: 'idle' } }],
  [
    'used until its time was up',
    { ...limits, lastUsedAt: at(800) },
    900,
    { endedAt: at(900), endedBy: { kind: 'expiry' } },
  ],
  ['idle long before anybody looked', limits, 5000, { endedAt: at(600), endedBy: { kind: 'idle' } }],
  [
    'after the sign-in',
    { ...limits, signInEndsAt: at(60) },
    60,
    { endedAt: at(60), endedBy: { kind: 'expiry' } },
  ],
  [
    'on a delegation that was revoked',
    { ...limits, delegation: revoked },
    101,
    { endedAt: at(100), endedBy: byCustomer },
  ],
  [
    'idle before its delegation was revoked',
    { ...limits, delegation: revoked, idleSeconds: 60 },
    101,
    { endedAt: at(60), endedBy: { kind: 'idle' } },
  ],
])('a session %s', (_, held, seconds, expected) => {
  expect(stateAt(live, held, at(seconds))).toMatchObject(expected);
});

it.each([
  ['agent', false],
  ['idle', false],
  ['expiry', false],
  ['customer', true],
  ['admin', true],
  ['policy', true],
  ['signal', true],
  ['detection', true],
])('ended by %s, the delegation is revoked with it: %s', (kind, revokes) => {
  expect(revokesGrant({ kind, id: 'agt_ana' } as Ender)).toBe(revokes);
});
