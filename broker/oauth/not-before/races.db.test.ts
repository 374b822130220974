import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Delegation } from '#broker/delegation/delegation.ts';
import { endCutGrants } from '#broker/session/end-every.ts';
import { isLiving, notEnded } from '#broker/session/store.ts';
import { sessions } from '#broker/session/tables.ts';
import { type DelegatedHouse, openDelegatedHouse, type SignedIn } from '#test/delegated-house.ts';
import { signIns } from '../sign-in/tables.ts';
import { setNotBefore } from './set-not-before.ts';

let house: DelegatedHouse;
let max: SignedIn;
beforeAll(async () => {
  house = await openDelegatedHouse();
  max = await house.signIn('admin', 'max', { scopes: ['delegation.revoke'] });
});
beforeEach(() => house.clock.pass(60));
afterAll(() => house.close());

const ROUNDS = 6;
const cutting = (level: 'subject' | 'actor' | 'client', id: string) =>
  setNotBefore(house.context, { principal: max.principal, level, id, reason: 'Stop.' });

async function nothingLives(delegation: Delegation) {
  await endCutGrants(house.context);
  expect((await house.delegation(delegation.id)).state.status).toBe('revoked');
  const started = await house.database.handle
    .select({ id: sessions.id })
    .from(sessions)
    .where(eq(sessions.delegationId, delegation.id));
  for (const { id } of started)
    expect(await isLiving(house.context.reader, id, house.context.clock.sql)).toBe(false);
  expect(
    await house.database.handle.$count(sessions, and(eq(sessions.delegationId, delegation.id), notEnded)),
  ).toBe(0);
}

it.each(['subject', 'actor', 'client'] as const)(
  'a start and a cut at its %s at the same moment leave nothing live',
  async (level) => {
    for (let round = 0; round < ROUNDS; round++) {
      const ana = await house.signIn('support', 'ana');
      const granted = await house.granted('ana', 'mira');
      house.clock.pass(1);
      const id = { subject: granted.subjectId, actor: ana.principal.id, client: granted.clientId }[level];
      const [, cut] = await Promise.allSettled([house.starts(ana, granted), cutting(level, id)]);
      expect(cut.status).toBe('fulfilled');
      await nothingLives(granted);
      house.clock.pass(1);
    }
  },
);

it('a token that is issued while its client is cut off is inactive once the cut is answered', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const ana = await house.signIn('support', 'ana');
    const { grant, delegation } = await house.inSession(ana);
    house.clock.pass(1);
    const [issued] = await Promise.all([house.exchange(ana, grant), cutting('client', 'console-support')]);
    if (issued.status === 200)
      expect(await house.introspect(String(issued.body.access_token))).toEqual({ active: false });
    await nothingLives(delegation);
    house.clock.pass(1);
  }
});

it('a refresh and a cut at the same moment leave no sign-in', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const ana = await house.signIn('support', 'ana');
    const token = await house.refreshToken(ana);
    house.clock.pass(1);
    const form = (refresh_token: string) => ({ grant_type: 'refresh_token', refresh_token });
    const [renewed] = await Promise.all([house.post(ana, form(token)), cutting('actor', ana.principal.id)]);
    const next = renewed.status === 200 ? String(renewed.body.refresh_token) : token;
    expect((await house.post(ana, form(next))).body.error).toBe('invalid_grant');
    expect((await house.call(ana, 'GET', '/v1/sessions')).status).toBe(401);
    const [row] = await house.database.handle
      .select()
      .from(signIns)
      .where(eq(signIns.id, ana.principal.signInId ?? ''));
    expect(row?.endedAt).not.toBeNull();
    house.clock.pass(1);
  }
});
