import { and } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildStatement } from '#broker/delegation/build-statement.ts';
import { reviewRequest } from '#broker/delegation/review-request.ts';
import type { Principal } from '#broker/identity/principal.ts';
import { added, OPERATOR } from '#test/enrolled.ts';
import { type House, openHouse, WRITE } from '#test/house.ts';
import { Authenticator } from '#test/passkey.ts';
import { rounds } from '#test/rounds.ts';
import { addPasskey } from './add-passkey.ts';
import { buildEnrolmentStatement } from './build-enrolment-statement.ts';
import { confirmPasskey } from './confirm-passkey.ts';
import { makeCode } from './make-code.ts';
import { registrationOptions } from './registration-options.ts';
import { findPasskey, inState, ofOwner, selectPasskeys } from './store.ts';

const ROUNDS = rounds(20);
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

/** Starts both, one of them up to two milliseconds late. Answers how often it was refused, and as what. */
async function race(one: () => Promise<unknown>, other: () => Promise<unknown>): Promise<string[]> {
  const late = (run: () => Promise<unknown>) =>
    new Promise((resolve) => setTimeout(resolve, Math.random() * 2)).then(run);
  const settled = await Promise.allSettled([late(one), late(other)]);
  return settled.flatMap((outcome) => {
    if (outcome.status === 'fulfilled') return [];
    expect(outcome.reason).toMatchObject({ name: 'Refusal' });
    return [String(outcome.reason.code)];
  });
}

async function adds(principal: Principal, code?: string) {
  const response = new Authenticator().register(await registrationOptions(house.context, principal));
  const wanted = { name: 'A key', response, ...(code === undefined ? {} : { code }) };
  return () => addPasskey(house.context, { principal, wanted });
}

const about = async (id: string) =>
  (await house.entries()).filter(({ target }) => target === id).map(({ type }) => type);

describe(`${ROUNDS} races each: one outcome, and the log says the same`, { timeout: 120_000 }, () => {
  it('one code brings one key', async () => {
    const sol = house.who('admin', 'sol');
    for (let round = 1; round <= ROUNDS; round++) {
      const { code } = await makeCode(house.context, OPERATOR, sol.id);
      expect(await race(await adds(sol, code), await adds(sol, code))).toEqual(['code_not_valid']);
      expect(await selectPasskeys(house.context.reader, ofOwner(sol.id))).toHaveLength(round);
    }
  });

  it('one sign-in brings a customer one key that counts at once', async () => {
    for (const login of ['mira', 'noel']) {
      const customer = house.who('customer', login);
      const refused = await race(await adds(customer), await adds(customer));
      const active = await selectPasskeys(house.context.reader, and(ofOwner(customer.id), inState('active')));
      expect(active).toHaveLength(1);
      // Who comes after the first has looked is asked for the first key's word.
      expect(refused.length === 0 || refused[0] === 'passkey_known').toBe(true);
    }
  });

  it('a key is let in or kept out', async () => {
    const people = [await house.enrolled('admin', 'tess'), await house.enrolled('admin', 'sam')];
    for (let round = 0; round < ROUNDS; round++) {
      const { id } = await added(house.context, house.who('admin', 'pat'));
      const decide = (['confirm', 'reject'] as const).map((decision, i) => async () => {
        const one = people[i];
        if (!one) throw new Error('Two people decide.');
        const { principal, authenticator } = one;
        const built = await buildEnrolmentStatement(house.context, { principal, target: id, decision });
        const signed = authenticator.signs(built);
        return confirmPasskey(house.context, { principal, id, decision, signed });
      });
      const [confirm, reject] = decide;
      if (!confirm || !reject) throw new Error('There are two ways.');
      expect(await race(confirm, reject)).toEqual(['not_pending']);
      const state = (await findPasskey(house.context.reader, id))?.state;
      const decided = state === 'active' ? 'passkey.confirmed' : 'passkey.rejected';
      expect(await about(id)).toEqual(['passkey.added', decided]);
    }
  });

  it('one count of an authenticator signs one thing', async () => {
    const { principal, authenticator } = await house.enrolled('admin', 'tess');
    for (let round = 0; round < ROUNDS; round++) {
      const counter = 1_000 + round;
      const approve = async () => {
        const { id } = await house.asks('ana', 'mira', WRITE);
        const statement = { kind: 'approval', target: id, decision: 'approve' } as const;
        const signed = authenticator.signs(await buildStatement(house.context, { principal, statement }), {
          counter,
        });
        return () => reviewRequest(house.context, { principal, review: { id, decision: 'approve', signed } });
      };
      expect(await race(await approve(), await approve())).toEqual(['assertion_not_valid']);
    }
  });
});
