import { afterAll, beforeAll, expect, it } from 'vitest';
import { listPossibilities } from '#broker/governance/list-possibilities.ts';
import { simulateRequest } from '#broker/governance/simulate-request.ts';
import type { Principal } from '#broker/identity/principal.ts';
import { RESOURCE } from '#test/demo.ts';
import { type House, openHouse } from '#test/house.ts';

let house: House;
/** One person with two accounts: an agent, who has also been made an auditor. */
let cleo: Principal;
beforeAll(async () => {
  house = await openHouse();
  cleo = { ...house.who('admin', 'cleo'), roles: ['auditor'] };
});
afterAll(() => house.close());

const subject = () => house.who('customer', 'mira').id;
const simulating = (principal: Principal, actor: string) =>
  simulateRequest(house.context, {
    principal,
    actor,
    subject: subject(),
    authorizationDetails: [
      {
        type: 'delegation_session',
        actions: ['accounts:profile.read'],
        locations: [RESOURCE],
        identifier: house.accountOf('mira'),
        purpose: { code: 'check-setting', ref: 'TCK-1' },
        max_duration: 600,
      },
    ],
  });
const exploring = (principal: Principal, actor: string) =>
  listPossibilities(house.context, {
    principal,
    actor,
    subject: subject(),
    account: { backend: 'accounts', identifier: house.accountOf('mira') },
  });

it('an auditor who is also an agent tries out others, and never the account they act by', async () => {
  const [own, other] = [house.who('support', 'cleo').id, house.who('support', 'ben').id];
  for (const tried of [simulating, exploring]) {
    await expect(tried(cleo, own)).rejects.toMatchObject({ code: 'own_person', status: 403 });
    await expect(tried({ ...cleo, person: undefined }, own)).rejects.toMatchObject({ code: 'own_person' });
    await expect(tried(cleo, other)).resolves.toBeDefined();
  }
});

it('whoever is no agent and no service is nobody to try out', async () => {
  for (const id of [subject(), house.who('admin', 'tess').id, 'agt_nobody'])
    await expect(simulating(cleo, id)).rejects.toMatchObject({ code: 'actor_unknown', status: 404 });
});
