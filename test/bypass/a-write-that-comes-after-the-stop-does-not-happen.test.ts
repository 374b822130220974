import { expect, it } from 'vitest';
import { codeOf, usingBackend } from '../backend-house.ts';

const backend = usingBackend();

it('a write that comes after the stop does not happen, though the backend has not heard of the stop', async () => {
  const { call, broker } = backend();
  broker.state.intentStatus = 403;
  const rotate = '/accounts/8f2c/credentials/key1/rotations';
  expect(await codeOf(await call('POST', rotate))).toBe('403 intent_refused');
  expect(await codeOf(await call('POST', '/accounts/8f2c/password-resets'))).toBe('403 outside_delegation');
  const list = await (await call('GET', '/accounts/8f2c/credentials')).json();
  expect(list).toMatchObject({ items: [{ status: 'active', rotated_at: null }] });
});
