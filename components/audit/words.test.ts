import { expect, it } from 'vitest';
import type { EntryView } from './view.ts';
import { tellEntry } from './words.ts';

const entry: EntryView = {
  index: 1,
  type: 'session.ended',
  id: 'evt_1',
  time: '2026-03-02T09:00:00.000Z',
  refused: false,
  actor: { id: 'agt_ana', name: 'Ana' },
  session: 'ses_1',
  leaf: '{}',
  leafHash: 'hash',
};
const told = (more: Partial<EntryView>) => tellEntry({ ...entry, ...more }, 'cus_mira');

it.each(['agent', 'customer', 'admin', 'expiry', 'idle', 'policy', 'signal', 'detection'])(
  'a session ended by %s is told with its cause',
  (by) => {
    expect(told({ type: 'session.ended', by })).not.toBe('The session ended');
  },
);

it('a token of a session that is taken back is no sign-in that was closed', () => {
  expect(told({ type: 'token.revoked' })).toBe('Access given for a few minutes was taken back');
  expect(told({ type: 'token.revoked', session: undefined })).toBe('Your sign-in was closed');
});

it('what a gateway let through is told like any other use', () => {
  expect(told({ type: 'access.checked', did: 'the settings' })).toBe('Ana used the settings');
});

it('what was hidden and is shown is told by its name, with the reason', () => {
  const detail = { reason: 'She asks which number we call.', fields: ['phone number', 'e-mail address'] };
  expect(told({ type: 'session.revealed', detail })).toBe(
    'Ana had the hidden phone number and e-mail address shown: She asks which number we call.',
  );
  expect(told({ type: 'session.revealed' })).toBe('Ana had something hidden shown');
});
