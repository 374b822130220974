import { expect, it } from 'vitest';
import { codeOf, usingBackend } from '../backend-house.ts';

const backend = usingBackend();

it.each([
  ['another action', 'GET', '/accounts/8f2c/invoices'],
  ['another action on the same thing', 'PATCH', '/accounts/8f2c/profile'],
  ['another account', 'GET', '/accounts/77aa/profile'],
  ['an account whose id begins alike', 'GET', '/accounts/8f2c9/profile'],
  ['a part of another account', 'POST', '/accounts/77aa/credentials/key1/rotations'],
  ['a path inside an id', 'GET', '/accounts/8f2c%2f..%2f77aa/profile'],
])('a token does only what it names, and only there: %s', async (_, method, path) => {
  expect(await codeOf(await backend().call(method, path))).toBe('403 outside_delegation');
});
