import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BackendHouse, backendHouse, codeOf, eventually, RESOURCE } from './backend-house.ts';
import { callerKey, proofOf } from './broker-fixture.ts';

let house: BackendHouse;
beforeAll(async () => {
  house = await backendHouse();
}, 240_000);
afterAll(() => house.stop());
beforeEach(async () => {
  Object.assign(house.broker.state, {
    isBeating: true,
    isUp: true,
    clockAheadMs: 0,
    caughtUpAfterMs: 0,
    intentStatus: 204,
    outcomeStatus: 204,
  });
  await house.ready();
});

const PROFILE = '/accounts/8f2c/profile';
const ROTATE = '/accounts/8f2c/credentials/key1/rotations';
const read = (claims = {}) => house.call('GET', PROFILE, { token: house.token(claims) });
const outcomes = (phase: string) => house.broker.state.outcomes.filter((one) => one.phase === phase);

describe('a session that ends', () => {
  it('is refused at once, acknowledged, and stays refused after the stream broke', async () => {
    expect((await read({ sid: 'ses_two' })).status).toBe(200);
    house.broker.tell({ kind: 'session_ended', sid: 'ses_two' });
    await eventually(async () => codeOf(await read({ sid: 'ses_two' }))).toBe('401 session_ended');
    await eventually(() => house.broker.state.acknowledged).toBeGreaterThanOrEqual(0);
    const streams = house.broker.state.lastEventIds.length;
    house.broker.breakStreams();
    await eventually(() => house.broker.state.lastEventIds.length).toBeGreaterThan(streams);
    expect(house.broker.state.lastEventIds.at(-1)).toBe('0');
    expect(await codeOf(await read({ sid: 'ses_two' }))).toBe('401 session_ended');
    expect((await read()).status).toBe(200);
  });

  it('that ended before this backend began is refused by its snapshot', async () => {
    const late = await backendHouse({ broker: house.broker, store: house.store });
    await late.ready();
    const response = await late.call('GET', PROFILE, { token: late.token({ sid: 'ses_two' }) });
    expect(await codeOf(response)).toBe('401 session_ended');
    await late.stop();
  });

  it('is not over because a backend that begins cannot have the broker’s keys', async () => {
    house.broker.state.isUp = false;
    const late = await backendHouse({ broker: house.broker, store: house.store });
    const call = async () => late.call('GET', PROFILE, { token: late.token() });
    expect(await codeOf(await call())).toBe('503 broker_unreachable');
    house.broker.state.isUp = true;
    await eventually(async () => (await call()).status).toBe(200);
    await late.stop();
  });

  it('lowered to read, writes no more, though its token says write; raised, it does again', async () => {
    const token = house.token({ sid: 'ses_low' });
    house.broker.tell({ kind: 'session_level', sid: 'ses_low', level: 'read' });
    await eventually(async () => codeOf(await house.call('POST', ROTATE, { token }))).toBe(
      '403 session_level_read',
    );
    house.broker.tell({ kind: 'session_level', sid: 'ses_low', level: 'write' });
    await eventually(async () => (await house.call('POST', ROTATE, { token })).status).toBe(200);
  });

  it('one token revoked is one token refused', async () => {
    house.broker.tell({ kind: 'token_revoked', sid: 'ses_one', jti: 'revoked-one' });
    await eventually(async () => codeOf(await read({ jti: 'revoked-one' }))).toBe('401 token_revoked');
    expect((await read()).status).toBe(200);
  });
});

describe('a broker that is not heard', () => {
  it('for five seconds closes the backend, and opens it again by itself', async () => {
    house.broker.state.isBeating = false;
    await delay(300);
    house.skip(2_000);
    expect((await read()).status).toBe(200);
    house.skip(3_500);
    const refused = await read();
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await codeOf(refused)).toBe('503 broker_not_heard');
    expect(house.server.ready()).toBe(false);
    house.broker.state.isBeating = true;
    await house.ready();
    expect((await read()).status).toBe(200);
  });

  it('and comes back at another time of its life is heard again', async () => {
    house.broker.state.isUp = false;
    house.broker.breakStreams();
    house.skip(6_000);
    expect(await codeOf(await read())).toBe('503 broker_not_heard');
    house.broker.state.isUp = true;
    await house.ready();
    expect((await read()).status).toBe(200);
  });

  it('heartbeats that were held back count from when they were true', async () => {
    house.broker.state.clockAheadMs = -4_000;
    await delay(300);
    house.skip(2_000);
    await eventually(async () => codeOf(await read())).toBe('503 broker_not_heard');
    house.broker.state.clockAheadMs = 0;
    await house.ready();
  });

  it('a clock more than fifteen seconds off closes the backend', async () => {
    house.broker.state.clockAheadMs = 20_000;
    await eventually(async () => codeOf(await read())).toBe('503 broker_not_heard');
    house.broker.state.clockAheadMs = 0;
    await house.ready();
    expect((await read()).status).toBe(200);
  });

  it('before the backend has caught up nothing is served', async () => {
    house.broker.state.caughtUpAfterMs = 1_500;
    const late = await backendHouse({ broker: house.broker, store: house.store });
    expect(await codeOf(await late.call('GET', PROFILE))).toBe('503 broker_not_heard');
    await late.ready();
    expect((await late.call('GET', PROFILE)).status).toBe(200);
    house.broker.state.caughtUpAfterMs = 0;
    await late.stop();
  });
});

describe('intent and outcome', () => {
  it('a write is asked for before and told after, with the token and the resource', async () => {
    const before = house.broker.state.outcomes.length;
    const token = house.token({ jti: 'told-one' });
    expect((await house.call('POST', ROTATE, { token })).status).toBe(200);
    await eventually(() => outcomes('outcome').some(({ jti }) => jti === 'told-one')).toBe(true);
    const told = house.broker.state.outcomes.slice(before).filter(({ jti }) => jti === 'told-one');
    const deed = {
      jti: 'told-one',
      action: 'accounts:credential.rotate',
      resource: 'account/8f2c/credential/key1',
    };
    expect(told).toEqual([
      { phase: 'intent', id: told[0]?.id, ...deed },
      { phase: 'outcome', id: told[0]?.id, ...deed, status: 'done' },
    ]);
  });

  it('a write that the broker refuses after a stop does not happen', async () => {
    house.broker.state.intentStatus = 403;
    const before = await (await house.call('GET', '/accounts/8f2c/credentials')).json();
    expect(await codeOf(await house.call('POST', ROTATE))).toBe('403 intent_refused');
    expect(await (await house.call('GET', '/accounts/8f2c/credentials')).json()).toEqual(before);
    house.broker.state.intentStatus = 503;
    expect(await codeOf(await house.call('POST', ROTATE))).toBe('503 broker_unreachable');
    expect(await (await house.call('GET', '/accounts/8f2c/credentials')).json()).toEqual(before);
    house.broker.state.intentStatus = 204;
  });

  it('a write that cannot be asked for is told as failed: it turned nobody away', async () => {
    house.broker.state.intentStatus = 503;
    const token = house.token({ jti: 'unasked' });
    expect(await codeOf(await house.call('POST', ROTATE, { token }))).toBe('503 broker_unreachable');
    house.broker.state.intentStatus = 204;
    await eventually(() => outcomes('outcome').find(({ jti }) => jti === 'unasked')?.status).toBe('failed');
  });

  it('a call that was turned away is told as refused', async () => {
    const token = house.token({ jti: 'turned-away' });
    expect((await house.call('PUT', '/accounts/8f2c/billing', { token })).status).toBe(403);
    const told = () =>
      outcomes('reads')
        .flatMap(({ reads }) => reads as Record<string, unknown>[])
        .find(({ jti }) => jti === 'turned-away');
    await eventually(told).toMatchObject({
      action: 'accounts:billing.update',
      resource: 'account/8f2c',
      status: 'refused',
    });
  });

  it('a write that finds nothing is told as refused', async () => {
    const token = house.token({ jti: 'told-two' });
    expect((await house.call('POST', '/accounts/8f2c/credentials/key9/rotations', { token })).status).toBe(
      404,
    );
    await eventually(() => outcomes('outcome').find(({ jti }) => jti === 'told-two')?.status).toBe('refused');
  });

  it('reads are told in one batch, a second later at most', async () => {
    for (const jti of ['batch-one', 'batch-two']) expect((await read({ jti })).status).toBe(200);
    const isTold = () =>
      outcomes('reads').some(({ reads }) => {
        const told = (reads as { jti: string; resource: string }[]).map(({ jti }) => jti);
        return told.includes('batch-one') && told.includes('batch-two');
      });
    await eventually(isTold).toBe(true);
  });

  it('what cannot be told for five seconds closes the backend until it can', async () => {
    house.broker.state.outcomeStatus = 503;
    expect((await read({ jti: 'kept-back' })).status).toBe(200);
    await delay(700);
    house.skip(4_900);
    await eventually(async () => codeOf(await read())).toBe('503 outcomes_undelivered');
    const asked = house.token({ jti: 'asked-while-closed' });
    expect(await codeOf(await house.call('PUT', '/accounts/8f2c/billing', { token: asked }))).toBe(
      '503 outcomes_undelivered',
    );
    house.broker.state.outcomeStatus = 204;
    await house.ready();
    expect((await read()).status).toBe(200);
    expect(JSON.stringify(outcomes('reads'))).toContain('kept-back');
    expect(JSON.stringify(house.broker.state.outcomes)).not.toContain('asked-while-closed');
  });
});

it('after a new policy a token of the old one is shown to the broker once', async () => {
  house.broker.tell({ kind: 'policy_epoch', policy_version: 'policy-two' });
  const token = house.token({ jti: 'old-policy' });
  await eventually(async () => {
    await house.call('GET', PROFILE, { token });
    return house.broker.state.introspections;
  }).toBe(1);
  expect((await house.call('GET', PROFILE, { token })).status).toBe(200);
  expect(house.broker.state.introspections).toBe(1);
  house.broker.state.isActive = false;
  expect(await codeOf(await read())).toBe('401 invalid_token');
  house.broker.state.isActive = true;
});

it('a new key of the broker is found, at most one look a minute', async () => {
  const next = { kid: 'next', ...callerKey() };
  house.broker.keys.push(next);
  house.skip(61_000);
  await house.ready();
  const signed = (key: typeof next) =>
    house.broker.token(
      { jkt: house.key.thumbprint },
      { sid: 'ses_one', dlg: { id: 'd', level: 'read', policy: 'policy-two' } },
      {},
      key,
    );
  expect((await house.call('GET', PROFILE, { token: signed(next) })).status).toBe(200);
  const fetches = house.broker.state.keyFetches;
  for (let i = 0; i < 5; i += 1) {
    const token = signed({ kid: `unknown-${i}`, ...callerKey() });
    expect((await house.call('GET', PROFILE, { token })).status).toBe(401);
  }
  expect(house.broker.state.keyFetches).toBe(fetches);
});

it('a proof used at one node is used at the other', async () => {
  const other = await backendHouse({ broker: house.broker, store: house.store });
  await other.ready();
  const token = house.token();
  const proof = proofOf(house.key, { method: 'GET', url: `${RESOURCE}${PROFILE}`, token });
  const both = await Promise.all([
    house.call('GET', PROFILE, { token, proof }),
    other.call('GET', PROFILE, { token, proof }),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
  await other.stop();
});
