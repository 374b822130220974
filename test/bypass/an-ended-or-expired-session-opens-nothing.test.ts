import { expect, it } from 'vitest';
import { codeOf, eventually, usingBackend } from '../backend-house.ts';
import { seconds } from '../broker-fixture.ts';

const backend = usingBackend();

it('an ended session opens nothing, with a token that is good for minutes more', async () => {
  const { call, token, broker } = backend();
  const mine = token({ sid: 'ses_ended' });
  const read = () => call('GET', '/accounts/8f2c/profile', { token: mine });
  expect((await read()).status).toBe(200);
  broker.tell({ kind: 'session_ended', sid: 'ses_ended' });
  await eventually(async () => codeOf(await read())).toBe('401 session_ended');
  broker.breakStreams();
  expect(await codeOf(await read())).toBe('401 session_ended');
});

it('an expired token opens nothing, and none is so long-lived that its end is forgotten', async () => {
  const { call, token } = backend();
  for (const [iat, exp] of [
    [seconds() - 310, seconds() - 10],
    [seconds(), seconds() + 3_600],
  ]) {
    expect(await codeOf(await call('GET', '/accounts/8f2c/profile', { token: token({ iat, exp }) }))).toBe(
      '401 invalid_token',
    );
  }
});
