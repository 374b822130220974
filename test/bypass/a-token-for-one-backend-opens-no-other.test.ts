import { expect, it } from 'vitest';
import { codeOf, usingBackend } from '../backend-house.ts';

const backend = usingBackend();

it('a token for one backend opens no other', async () => {
  const { call, token, broker } = backend();
  for (const aud of [
    'https://localhost:4002',
    broker.issuer,
    ['https://localhost:3002', 'https://localhost:4002'],
  ]) {
    expect(await codeOf(await call('GET', '/accounts/8f2c/profile', { token: token({ aud }) }))).toBe(
      '401 invalid_token',
    );
  }
  const elsewhere = [
    {
      type: 'delegation_session',
      actions: ['accounts:profile.read'],
      locations: ['https://localhost:4002'],
      identifier: 'account/8f2c',
    },
  ];
  const smuggled = token({ authorization_details: elsewhere });
  expect(await codeOf(await call('GET', '/accounts/8f2c/profile', { token: smuggled }))).toBe(
    '403 outside_delegation',
  );
});
