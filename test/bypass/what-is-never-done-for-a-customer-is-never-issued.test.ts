import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { logDetails } from '#broker/audit/tables.ts';
import { update } from '#broker/db/build.ts';
import { delegations } from '#broker/delegation/tables.ts';
import { refusedExchange, tried } from '#test/attempt.ts';
import {
  type DelegatedHouse,
  openDelegatedHouse,
  READ,
  RESOURCE,
  type SignedIn,
} from '#test/delegated-house.ts';

const BILLING = 'accounts:billing.update';
let house: DelegatedHouse;
let ana: SignedIn;
beforeAll(async () => {
  house = await openDelegatedHouse();
  ana = await house.signIn('support', 'ana');
});
afterAll(() => house.close());

const wish = (actions: string[]) => ({
  subject: house.who('customer', 'mira').id,
  justification: 'The card on file has expired.',
  authorization_details: [
    {
      type: 'delegation_session',
      actions,
      locations: [RESOURCE],
      identifier: house.accountOf('mira'),
      purpose: { code: 'check-setting', ref: 'TCK-1042' },
      max_duration: 600,
    },
  ],
});

/** As if somebody had changed the database behind the broker's back. */
async function smuggle(id: string): Promise<void> {
  const { effective } = await house.delegation(id);
  const more = effective.map((item) => ({ ...item, actions: [...item.actions, BILLING] }));
  const set = { effective: more, requested: more };
  await house.database.run(update(delegations).set(set).where(eq(delegations.id, id)));
}

it('by policy, when it is asked for, alone or among what is allowed', async () => {
  for (const actions of [[BILLING], [...READ, BILLING], ['accounts:team.update']])
    expect(await tried(house, () => house.call(ana, 'POST', '/v1/delegations', wish(actions)))).toMatchObject(
      {
        status: 403,
        body: { code: 'policy_denied' },
        log: [{ type: 'refusal.create-delegation', code: 'policy_denied', actor: ana.principal.id }],
      },
    );
});

it('by the broker, when a grant names it all the same: no session, no token', async () => {
  const granted = await house.granted('ana', 'mira');
  const { session, grant } = await house.inSession(ana);
  const running = await house.exchange(ana, grant);
  const token = String(running.body.access_token);
  for (const id of [granted.id, session.delegation.id]) await smuggle(id);

  const start = `/v1/delegations/${granted.id}/sessions`;
  expect(await tried(house, () => house.call(ana, 'POST', start))).toMatchObject({ status: 409 });
  expect(await tried(house, () => house.exchange(ana, grant))).toEqual(
    refusedExchange({ reason: 'policy_denied' }),
  );
  expect(await tried(house, () => house.exchange(ana, grant, { scope: BILLING }))).toEqual(
    refusedExchange({ reason: 'policy_denied' }),
  );
  const details = await house.database.handle.select().from(logDetails);
  expect(JSON.stringify(details)).toContain('guard:never');

  const allowed = await house.exchange(ana, grant, { scope: READ.join(' ') });
  expect(allowed.body).toMatchObject({ scope: READ.join(' ') });
  expect(await house.introspect(token)).toMatchObject({ active: true });

  await house.call(ana, 'DELETE', `/v1/sessions/${session.id}`);
  expect(await tried(house, () => house.call(ana, 'POST', start))).toMatchObject({
    status: 403,
    body: { code: 'policy_denied' },
    log: [{ type: 'refusal.start-session', code: 'policy_denied', actor: ana.principal.id }],
  });
  const polling = await house.grantToken(ana, granted);
  expect(await tried(house, () => house.exchange(ana, polling))).toEqual(
    refusedExchange({ reason: 'policy_denied' }),
  );
});
