import { expect, it } from 'vitest';
import { type ChangeView, tellChange } from './change-view.ts';

const at = { index: 1, time: '2026-03-02T09:00:00.000Z' };
const change = { ...at, title: 'Replace a key', identifier: 'account/8f2c/credentials/1' };

it.each<[ChangeView, string]>([
  [{ ...at, step: 'raised', reason: 'As asked.' }, 'May change things now: As asked.'],
  [{ ...at, step: 'raised' }, 'May change things now'],
  [
    { ...change, step: 'revealed', fields: ['phone number'], reason: 'To call.' },
    'Had the hidden phone number shown: To call.',
  ],
  [{ ...change, step: 'began' }, 'Began “Replace a key” on account/8f2c/credentials/1'],
  [{ ...change, step: 'done' }, 'Finished “Replace a key” on account/8f2c/credentials/1'],
  [{ ...change, step: 'refused' }, 'Was turned away from “Replace a key” on account/8f2c/credentials/1'],
  [{ ...at, step: 'failed', title: 'Replace a key' }, 'Tried “Replace a key”, and it failed'],
  [{ ...at, step: 'done' }, 'Finished “a change”'],
])('a change is told in words: %o', (view, text) => {
  expect(tellChange(view)).toBe(text);
});
