import { expect, it } from 'vitest';
import { codeOf, RESOURCE, usingBackend } from '../backend-house.ts';
import { callerKey, proofOf } from '../broker-fixture.ts';

const backend = usingBackend();

it('a stolen token opens nothing without its key', async () => {
  const { call, token, key, broker } = backend();
  const stolen = token();
  const path = '/accounts/8f2c/profile';
  const thief = callerKey();
  expect(await codeOf(await call('GET', path, { token: stolen, key: thief }))).toBe('401 invalid_token');
  expect(await codeOf(await call('GET', path, { token: stolen, scheme: 'Bearer', proof: null }))).toBe(
    '401 invalid_token',
  );
  expect(await codeOf(await call('GET', path, { token: stolen, proof: null }))).toBe(
    '401 invalid_dpop_proof',
  );
  const ofAnotherToken = proofOf(key, { method: 'GET', url: `${RESOURCE}${path}`, token: token() });
  expect(await codeOf(await call('GET', path, { token: stolen, proof: ofAnotherToken }))).toBe(
    '401 invalid_dpop_proof',
  );
  const unbound = broker.token({});
  expect(await codeOf(await call('GET', path, { token: unbound }))).toBe('401 invalid_token');
});
