import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { update } from '#broker/db/build.ts';
import { reJudge } from '#broker/followers/re-judge.ts';
import { people } from '#broker/identity/tables.ts';
import { raiseSession } from '#broker/session/raise-session.ts';
import { refusedExchange, tried } from '#test/attempt.ts';
import {
  claimsOf,
  type DelegatedHouse,
  openDelegatedHouse,
  type SignedIn,
  WRITE,
} from '#test/delegated-house.ts';

let house: DelegatedHouse;
beforeAll(async () => {
  house = await openDelegatedHouse();
});
afterAll(() => house?.close());

/** As the next sign-in of the same person finds it. */
const leaves = (who: SignedIn) =>
  house.database.run(update(people).set({ groups: [] }).where(eq(people.id, who.principal.id)));
const judgedAgain = (target: string) =>
  reJudge(house.services).react?.([
    {
      index: 0,
      entryId: 'ent_x',
      leaf: JSON.stringify({ type: 'person.groups_changed', outcome: 'done', target }),
    },
  ]);

it('neither what was granted nor what was issued carries on, and the session ends', async () => {
  const ana = await house.signIn('support', 'ana');
  const { session, grant } = await house.inSession(ana, WRITE, ['tess']);
  await raiseSession(house.context, { principal: ana.principal, sid: session.id, reason: 'As asked.' });
  const token = String((await house.exchange(ana, grant)).body.access_token);
  expect(await house.introspect(token)).toMatchObject({ active: true });

  await leaves(ana);
  expect(await tried(house, () => house.exchange(ana, grant))).toEqual(
    refusedExchange({ reason: 'policy_denied' }),
  );
  expect(await house.introspect(token)).toEqual({ active: false });

  await judgedAgain(ana.principal.id);
  expect((await house.session(session.id)).state).toMatchObject({
    status: 'ended',
    endedBy: { kind: 'policy' },
  });
  const deed = { action: 'accounts:settings.update', resource: house.accountOf('mira') };
  const intent = { phase: 'intent', id: 'after', jti: claimsOf(token).jti, ...deed };
  expect(await tried(house, () => house.asBackend('/v1/outcomes', intent))).toMatchObject({ status: 403 });
});

it('an approver who leaves the group in mid-session takes the signature along', async () => {
  const ben = await house.signIn('support', 'ben');
  const asked = await house.asks('ben', 'noel', WRITE);
  await house.reviews('tess', asked);
  const session = await house.starts(ben, await house.answers('noel', asked));
  const grant = await house.grantToken(ben, session.delegation, session);
  const token = String((await house.exchange(ben, grant)).body.access_token);
  const tess = await house.signIn('admin', 'tess');

  await leaves(tess);
  expect(await tried(house, () => house.exchange(ben, grant))).toEqual(
    refusedExchange({ reason: 'policy_denied' }),
  );
  expect(await house.introspect(token)).toEqual({ active: false });
  await judgedAgain(tess.principal.id);
  expect((await house.delegation(asked.id)).state.status).toBe('revoked');
});
