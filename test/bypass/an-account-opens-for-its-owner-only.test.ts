import { expect, it } from 'vitest';
import { codeOf, usingBackend } from '../backend-house.ts';

const backend = usingBackend();

it('an account opens for its owner only, even when the token names it', async () => {
  const { call, token } = backend();
  const authorization_details = [
    {
      type: 'delegation_session',
      actions: ['accounts:profile.read', 'accounts:credential.rotate'],
      locations: ['https://localhost:3002'],
      identifier: 'account/77aa',
    },
  ];
  const mistaken = token({ sub: 'cus_one', authorization_details });
  for (const [method, path] of [
    ['GET', '/accounts/77aa/profile'],
    ['POST', '/accounts/77aa/credentials/key1/rotations'],
  ] as const) {
    expect(await codeOf(await call(method, path, { token: mistaken }))).toBe('403 not_the_subjects');
  }
  const swapped = token({ sub: 'agt_ana', act: { iss: backend().broker.issuer, sub: 'cus_one' } });
  expect(await codeOf(await call('GET', '/accounts/8f2c/profile', { token: swapped }))).toBe(
    '403 not_the_subjects',
  );
});
