import { afterAll, beforeAll, expect, it } from 'vitest';
import { endSession } from '#broker/session/end-session.ts';
import { refusedExchange, tried } from '#test/attempt.ts';
import { callerKey } from '#test/broker-fixture.ts';
import { type DelegatedHouse, openDelegatedHouse, type SignedIn } from '#test/delegated-house.ts';

let house: DelegatedHouse;
beforeAll(async () => {
  house = await openDelegatedHouse();
});
afterAll(() => house.close());

const actor = refusedExchange({ reason: 'actor_token_invalid' });
const subject = refusedExchange({ reason: 'subject_token_invalid' });

async function inSession(ana: SignedIn) {
  const { session, grant } = await house.inSession(ana);
  return {
    exchange: (who: SignedIn) => tried(house, () => house.exchange(who, grant)),
    works: async () => {
      expect((await house.exchange(ana, grant)).status).toBe(200);
      await endSession(house.context, { principal: ana.principal, sid: session.id });
    },
  };
}

it('tokens of one certificate are worth nothing with another, nor with a key', async () => {
  const ana = await house.signIn('support', 'ana');
  const { exchange, works } = await inSession(ana);
  expect(await exchange({ ...ana, thumbprint: 'another-certificate' })).toEqual(actor);
  expect(await exchange({ ...ana, key: callerKey() })).toEqual(actor);
  await works();
});

it('tokens of one key are worth nothing with another, nor with a certificate', async () => {
  const ana = await house.signIn('support', 'ana', { key: callerKey() });
  const { exchange, works } = await inSession(ana);
  expect(await exchange({ ...ana, key: callerKey() })).toEqual(actor);
  expect(await exchange({ ...ana, key: undefined })).toEqual(actor);
  await works();
});

it('the grant of one sign-in is worth nothing in another of the same person, whatever the two are bound to', async () => {
  const [first, second] = [callerKey(), callerKey()];
  const ana = await house.signIn('support', 'ana', { key: first });
  for (const other of [{ key: second }, {}, { thumbprint: first.thumbprint }]) {
    const { exchange, works } = await inSession(ana);
    expect(await exchange(await house.signIn('support', 'ana', other))).toEqual(subject);
    await works();
  }
});

it('a thumbprint of one kind is none of the other', async () => {
  const key = callerKey();
  const ana = await house.signIn('support', 'ana', { key });
  const { exchange, works } = await inSession(ana);
  expect(await exchange({ ...ana, key: undefined, thumbprint: key.thumbprint })).toEqual(actor);
  await works();
});
