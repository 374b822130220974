import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { insertInto, update } from '#broker/db/build.ts';
import { activePolicy, policyVersions } from '#broker/governance/tables.ts';
import { disablePerson } from '#broker/identity/disable-person.ts';
import { people, persons } from '#broker/identity/tables.ts';
import { clients } from '#broker/oauth/clients/tables.ts';
import { sessions } from '#broker/session/tables.ts';
import { type GatewayHouse, type Inside, openGatewayHouse } from '#test/gateway-house.ts';

let house: GatewayHouse;
let open: Inside;
beforeAll(async () => {
  house = await openGatewayHouse();
});
beforeEach(async () => {
  await house.newDay();
  open = await house.goesIn();
});
afterAll(() => house.close());

/** What introspection, the gateway's check and the decision point say of the same token, at the same moment. */
async function answers() {
  const { token } = open;
  const check = await house.check({
    token,
    action: 'accounts:settings.read',
    resource: `account/${house.account}`,
  });
  const question = {
    subject: { type: 'agent', id: house.ana.principal.id },
    action: { name: 'accounts:settings.read' },
    resource: { type: 'account', id: house.account },
    context: { session: open.session.id },
  };
  return {
    introspection: (await house.introspect(token)).active,
    check: check.status === 204,
    decision: (await (await house.evaluate(question)).json()).decision,
  };
}

const all = (answer: boolean) => ({ introspection: answer, check: answer, decision: answer });

type State = (open: Inside) => Promise<unknown>;

const states: [state: string, active: boolean, reach: State, leave?: State][] = [
  ['as it was issued', true, async () => undefined],
  ['used before', true, () => answers()],
  [
    'of a session that its agent ended',
    false,
    ({ session }) => house.call(house.ana, 'DELETE', `/v1/sessions/${session.id}`),
  ],
  [
    'of a session that its customer ended',
    false,
    async ({ session }) => {
      const mira = await house.signIn('customer', 'mira', { scopes: ['consent.revoke', 'history.read'] });
      await house.call(mira, 'DELETE', `/v1/sessions/${session.id}`);
    },
  ],
  [
    'of a delegation that its customer took back',
    false,
    async ({ delegation }) => {
      const mira = await house.signIn('customer', 'mira', { scopes: ['consent.revoke', 'history.read'] });
      await house.call(mira, 'POST', `/v1/delegations/${delegation}/revoke`, {});
    },
  ],
  [
    'of a delegation that an admin revoked',
    false,
    async ({ delegation }) => {
      const tess = await house.signIn('admin', 'tess', { scopes: ['delegation.revoke'] });
      await house.call(tess, 'POST', `/v1/delegations/${delegation}/revoke`, { reason: 'Enough.' });
    },
  ],
  [
    'of an agent who left the team',
    false,
    () => house.database.run(update(people).set({ groups: [] }).where(eq(people.id, house.ana.principal.id))),
    () =>
      house.database.run(
        update(people)
          .set({ groups: [...house.who('support', 'ana').groups] })
          .where(eq(people.id, house.ana.principal.id)),
      ),
  ],
  [
    'through a client that is disabled',
    false,
    () =>
      house.database.run(
        update(clients).set({ disabledAt: house.clock.at }).where(eq(clients.id, 'console-support')),
      ),
    () =>
      house.database.run(update(clients).set({ disabledAt: null }).where(eq(clients.id, 'console-support'))),
  ],
  [
    'while the log cannot keep up',
    false,
    async () => {
      house.services.trouble.present = async () => true;
    },
    async () => {
      house.services.trouble.present = async () => false;
    },
  ],
  [
    'of a session that nobody has judged under the policy that is active now',
    false,
    async ({ session }) => {
      const other = { version: 'another', files: {}, storedAt: house.clock.at };
      await house.database.run(insertInto(policyVersions).values(other).onConflictDoNothing());
      await house.database.run(update(activePolicy).set({ version: 'another' }));
      return session;
    },
    () => house.database.run(update(activePolicy).set({ version: house.context.policy.bundle.version })),
  ],
  [
    'of a session that has since been judged under it',
    true,
    async ({ session }) => {
      await house.database.run(update(activePolicy).set({ version: 'another' }));
      await house.database.run(
        update(sessions).set({ policyVersion: 'another' }).where(eq(sessions.id, session.id)),
      );
    },
    () => house.database.run(update(activePolicy).set({ version: house.context.policy.bundle.version })),
  ],
  ['that has expired, with its session', false, async () => house.clock.pass(3600)],
  [
    'of an agent who is shut out',
    false,
    () => disablePerson(house.context, house.who('admin', 'tess'), house.ana.principal.id, 'Out.'),
    () => house.database.run(update(persons).set({ disabledAt: null })),
  ],
];

it.each(states)('of a token %s all three say the same: %s', async (_state, active, reach, leave) => {
  expect(await answers()).toEqual(all(true));
  await reach(open);
  const found = await answers();
  await leave?.(open);
  expect(found).toEqual(all(active));
});
