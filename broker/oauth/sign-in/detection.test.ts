import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Detection, detectionByDefault } from '#broker/config/detection.ts';
import { update } from '#broker/db/build.ts';
import { expireDue } from '#broker/delegation/expire-due.ts';
import { closeSessionsOf } from '#broker/session/closing.ts';
import { lapseSessions } from '#broker/session/lapse-sessions.ts';
import type { Session } from '#broker/session/session.ts';
import { causeOf } from '#broker/signals/signal.ts';
import { refusedExchange, tried } from '#test/attempt.ts';
import { type DelegatedHouse, openDelegatedHouse, type SignedIn } from '#test/delegated-house.ts';
import { clients } from '../clients/tables.ts';
import { deriveKey } from '../keys/derive-key.ts';
import { networkHashes } from './network.ts';
import { signIns } from './tables.ts';

let house: DelegatedHouse;
let ana: SignedIn;
let token: string;
let session: Session;
let grant: string;
beforeAll(async () => {
  house = await openDelegatedHouse();
});
beforeEach(async () => {
  house.clock.pass(2 * 3600);
  await expireDue(house.context, closeSessionsOf);
  await lapseSessions(house.context);
  ana = await house.signIn('support', 'ana');
  token = await house.refreshToken(ana);
  ({ session, grant } = await house.inSession(ana));
});
afterEach(() => {
  house.services.config.detection = detectionByDefault;
});
afterAll(() => house.close());

const detecting = (detection: Partial<Detection>) => {
  house.services.config.detection = { ...detectionByDefault, ...detection };
};

async function refresh(by: SignedIn = ana, headers: Record<string, string> = {}, shown = token) {
  const { status, body } = await house.post(
    by,
    { grant_type: 'refresh_token', refresh_token: shown },
    '/token',
    headers,
  );
  if (status === 200) token = String(body.refresh_token);
  return status === 200 ? 'renewed' : String(body.error);
}

async function expectEnded(by: string) {
  expect((await house.session(session.id)).state).toMatchObject({
    status: 'ended',
    endedBy: { kind: 'detection' },
  });
  expect((await house.delegation(session.delegation.id)).state.status).toBe('revoked');
  const entries = await house.entries();
  expect(entries).toContainEqual(
    expect.objectContaining({
      type: 'sign_in.ended',
      target: ana.principal.signInId,
      facts: expect.objectContaining({ by }),
    }),
  );
  const told = entries.filter((entry) => entry.type === 'session.ended' && entry.session === session.id);
  expect(told.map((entry) => causeOf(JSON.stringify(entry)))).toEqual([
    { kind: 'session_ended', session: session.id },
  ]);
  expect((await house.call(ana, 'GET', '/v1/sessions')).status).toBe(401);
  expect(await tried(house, () => house.exchange(ana, grant))).toEqual(
    refusedExchange({ reason: 'actor_token_invalid' }),
  );
}

async function expectLive() {
  expect((await house.session(session.id)).state.status).toBe('live');
  expect((await house.exchange(ana, grant)).status).toBe(200);
}

describe('an old refresh token that is used again', () => {
  it('ends the sign-in and the session, and backends are told', async () => {
    const first = token;
    expect(await refresh()).toBe('renewed');
    house.clock.pass(11);
    expect(await refresh(ana, {}, first)).toBe('invalid_grant');
    await expectEnded('reuse');
  });
});

async function signInEnd(): Promise<Date | undefined> {
  const where = eq(signIns.id, ana.principal.signInId ?? '');
  const [row] = await house.context.reader.select({ endsAt: signIns.endsAt }).from(signIns).where(where);
  return row?.endsAt;
}

describe('a sign-in that is renewed too often', () => {
  it('goes on for a hundred times, by default', async () => {
    const endsAt = await signInEnd();
    for (let i = 0; i < 100; i++) expect(await refresh()).toBe('renewed');
    expect(await signInEnd()).toEqual(endsAt);
    await expectLive();
  });

  it('ends at the eleventh time within a minute, with the session', async () => {
    detecting({ refreshStorm: { rotations: 10, seconds: 60 } });
    for (let i = 0; i < 10; i++) expect(await refresh()).toBe('renewed');
    await expectLive();
    expect(await refresh()).toBe('invalid_grant');
    await expectEnded('storm');
  });

  it('goes on where the ten are a minute apart from the eleventh', async () => {
    detecting({ refreshStorm: { rotations: 10, seconds: 60 } });
    for (let i = 0; i < 25; i++) {
      expect(await refresh()).toBe('renewed');
      house.clock.pass(6.1);
    }
    await expectLive();
  });

  it('is not one whose answers were lost: a retry renews nothing', async () => {
    const first = token;
    for (let i = 0; i < 15; i++) expect(await refresh(ana, {}, first)).toBe('renewed');
    await expectLive();
  });

  it('goes by what is configured', async () => {
    detecting({ refreshStorm: { rotations: 2, seconds: 5 } });
    for (let i = 0; i < 2; i++) expect(await refresh()).toBe('renewed');
    expect(await refresh()).toBe('invalid_grant');
    await expectEnded('storm');
  });

  it('goes on where that is switched off', async () => {
    detecting({ refreshStorm: 'off' });
    for (let i = 0; i < 15; i++) expect(await refresh()).toBe('renewed');
    await expectLive();
  });
});

describe('a refresh token shown with another key', () => {
  const otherKey = () => ({ ...ana, thumbprint: 'another-certificate' });

  it('by its own client ends the sign-in and the session', async () => {
    expect(await refresh(otherKey())).toBe('invalid_grant');
    await expectEnded('other_key');
    expect(await refresh()).toBe('invalid_grant');
  });

  it('ends nothing without the very token, or by another client', async () => {
    expect(await refresh(otherKey(), {}, 'x'.repeat(43))).toBe('invalid_grant');
    const tess = await house.signIn('admin', 'tess');
    expect(await refresh(tess)).toBe('invalid_grant');
    await expectLive();
    expect(await refresh()).toBe('renewed');
  });

  it('is refused and ends nothing where that is switched off', async () => {
    detecting({ otherKey: 'ignore' });
    expect(await refresh(otherKey())).toBe('invalid_grant');
    await expectLive();
    expect(await refresh()).toBe('renewed');
  });
});

describe('a grant token shown with another key', () => {
  it('once is refused, twice ends its delegation', async () => {
    const thief = await house.signIn('support', 'ana');
    const refused = refusedExchange({ reason: 'subject_token_invalid' });
    expect(await tried(house, () => house.exchange(thief, grant))).toEqual(refused);
    await expectLive();
    expect(await house.exchange(thief, grant)).toMatchObject({
      status: 400,
      body: { reason: 'subject_token_invalid' },
    });
    expect((await house.session(session.id)).state).toMatchObject({
      status: 'ended',
      endedBy: { kind: 'detection' },
    });
    expect((await house.delegation(session.delegation.id)).state.status).toBe('revoked');
  });

  it('by another client never ends it', async () => {
    const other = await house.asService('svc_other');
    for (let i = 0; i < 3; i++)
      expect(await tried(house, () => house.exchange(other, grant))).toEqual(
        refusedExchange({ reason: 'subject_token_invalid' }),
      );
    await expectLive();
  });

  it('never ends it where that is switched off', async () => {
    detecting({ otherKey: 'ignore' });
    const thief = await house.signIn('support', 'ana');
    for (let i = 0; i < 3; i++) expect((await house.exchange(thief, grant)).status).toBe(400);
    await expectLive();
  });
});

describe('a sign-in that is renewed from another network', () => {
  const from = (address: string) => ({ 'countersign-asserted-address': address });
  const relay = (is: boolean) =>
    house.database.run(update(clients).set({ relay: is }).where(eq(clients.id, 'console-support')));

  beforeEach(async () => {
    await relay(true);
    const key = deriveKey(house.context.config.masterKey, 'networks');
    const signIn = ana.principal.signInId ?? '';
    const network = networkHashes([key], signIn, { address: '192.0.2.7' })[0] ?? null;
    await house.database.run(update(signIns).set({ network }).where(eq(signIns.id, signIn)));
  });
  afterEach(() => relay(false));

  it('ends, with the session', async () => {
    expect(await refresh(ana, from('192.0.2.99'))).toBe('renewed');
    expect(await refresh(ana, from('198.51.100.7'))).toBe('invalid_grant');
    await expectEnded('other_network');
  });

  it('goes on where nobody says from where', async () => {
    expect(await refresh()).toBe('renewed');
    await expectLive();
  });

  it('goes on where that is switched off', async () => {
    detecting({ otherNetwork: 'ignore' });
    expect(await refresh(ana, from('198.51.100.7'))).toBe('renewed');
    await expectLive();
  });

  it('goes on where a client says it that is no relay: its words are dropped', async () => {
    await relay(false);
    expect(await refresh(ana, from('198.51.100.7'))).toBe('renewed');
    expect(await refresh(ana, from('nowhere'))).toBe('renewed');
    await expectLive();
  });

  it('is not renewed by a word that is no address', async () => {
    expect(await refresh(ana, from('nowhere'))).toBe('invalid_request');
    await expectLive();
    expect(await refresh()).toBe('renewed');
  });

  it('the right network makes good nothing else', async () => {
    expect(await refresh({ ...ana, thumbprint: 'another-certificate' }, from('192.0.2.7'))).toBe(
      'invalid_grant',
    );
    await expectEnded('other_key');
  });

  it('is on record with salted hashes of what was asserted, never with the address', async () => {
    const headers = { ...from('192.0.2.99'), 'countersign-asserted-user-agent': 'Firefox' };
    expect(await refresh(ana, headers)).toBe('renewed');
    const renewed = (await house.entries()).filter(({ type }) => type === 'token.refreshed');
    expect(renewed.at(-1)).toMatchObject({
      asserted_source: expect.stringMatching(/^[\w-]{43}$/),
      asserted_user_agent: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(JSON.stringify(await house.entries())).not.toContain('192.0.2.99');
  });
});

it('a hundred exchanges for a backend never move the end of anything', async () => {
  const ends = async () => ({
    session: (await house.session(session.id)).expiresAt,
    state: (await house.delegation(session.delegation.id)).state,
    signIn: (
      await house.database.handle
        .select()
        .from(signIns)
        .where(eq(signIns.id, ana.principal.signInId ?? ''))
    )[0]?.endsAt,
  });
  const before = await ends();
  for (let i = 0; i < 100; i++) {
    house.clock.pass(2);
    expect((await house.exchange(ana, grant)).status).toBe(200);
  }
  expect(await ends()).toEqual(before);
}, 120_000);
