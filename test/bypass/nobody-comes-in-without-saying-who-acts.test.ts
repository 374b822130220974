import { expect, it } from 'vitest';
import { codeOf, usingBackend } from '../backend-house.ts';

const backend = usingBackend();

it('nobody comes in without saying who acts', async () => {
  const { call, token, broker } = backend();
  for (const act of [
    undefined,
    null,
    'agt_ana',
    {},
    { sub: 'agt_ana' },
    { iss: 'https://other.example', sub: 'agt_ana' },
    { iss: broker.issuer, sub: '' },
    { iss: broker.issuer, sub: 'cus_one' },
  ]) {
    expect(await codeOf(await call('GET', '/accounts/8f2c/profile', { token: token({ act }) }))).toBe(
      '401 invalid_token',
    );
  }
});
