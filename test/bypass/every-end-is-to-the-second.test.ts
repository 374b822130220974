import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerConsent } from '#broker/delegation/answer-consent.ts';
import { buildStatement } from '#broker/delegation/build-statement.ts';
import { expireDue } from '#broker/delegation/expire-due.ts';
import { closeSessionsOf } from '#broker/session/closing.ts';
import { lapseSessions } from '#broker/session/lapse-sessions.ts';
import { type DelegatedHouse, openDelegatedHouse, READ, type SignedIn } from '#test/delegated-house.ts';

let house: DelegatedHouse;
beforeAll(async () => {
  house = await openDelegatedHouse();
});
beforeEach(async () => {
  house.clock.pass(24 * 3600);
  await expireDue(house.context, closeSessionsOf);
  await lapseSessions(house.context);
});
afterAll(() => house?.close());

const works = (attempt: Promise<unknown>) =>
  attempt.then(
    () => true,
    () => false,
  );
const renewed = async (who: SignedIn): Promise<SignedIn> => ({
  ...who,
  token: await house.personToken(who.principal),
});

/** Somebody in a session, whose exchange is renewed halfway where that must not help. */
async function inSession({ seconds = 1800, signedInFor = 8 * 3600 }, usedAt: readonly number[] = []) {
  const ana = await house.signIn('support', 'ana', { endsInSeconds: signedInFor });
  const asked = await house.asks('ana', 'mira', READ, { max_duration: seconds });
  const session = await house.starts(ana, await house.answers('mira', asked));
  const grant = await house.grantToken(ana, session.delegation, session);
  const exchange = async () => (await house.exchange(await renewed(ana), grant)).status === 200;
  let past = 0;
  for (const at of usedAt) {
    house.clock.pass(at - past);
    past = at;
    expect(await exchange()).toBe(true);
  }
  return { ana, session, grant, exchange, past };
}

type End = [
  what: string,
  after: number,
  begin: () => Promise<{ past?: number; attempt: () => Promise<boolean> }>,
];

const ends: End[] = [
  [
    'a request that is decided',
    24 * 3600,
    async () => {
      const asked = await house.asks('ana', 'mira', READ);
      return { attempt: () => works(house.answers('mira', asked)) };
    },
  ],
  [
    'a grant that is started',
    3600,
    async () => {
      const granted = await house.granted('ana', 'mira');
      return { attempt: async () => works(house.starts(await house.signIn('support', 'ana'), granted)) };
    },
  ],
  [
    'a grant that is started by its first token',
    3600,
    async () => {
      const ana = await house.signIn('support', 'ana');
      const grant = await house.grantToken(ana, await house.granted('ana', 'mira'));
      return { attempt: async () => (await house.exchange(await renewed(ana), grant)).status === 200 };
    },
  ],
  [
    'a session, busy to its end',
    1800,
    async () => {
      const { exchange, past } = await inSession({ seconds: 1800 }, [500, 1000, 1500]);
      return { past, attempt: exchange };
    },
  ],
  [
    'a second session of the same grant, which begins no new time',
    1800,
    async () => {
      const { ana, session } = await inSession({ seconds: 1800 });
      house.clock.pass(500);
      expect((await house.call(await renewed(ana), 'DELETE', `/v1/sessions/${session.id}`)).status).toBe(200);
      const again = await house.starts(await renewed(ana), session.delegation);
      const grant = await house.grantToken(ana, again.delegation, again);
      const attempt = async () => (await house.exchange(await renewed(ana), grant)).status === 200;
      for (const _ of [1000, 1500]) {
        house.clock.pass(500);
        expect(await attempt()).toBe(true);
      }
      return { past: 1500, attempt };
    },
  ],
  ['a session that nobody uses', 600, async () => ({ attempt: (await inSession({})).exchange })],
  [
    'a session whose agent’s sign-in ends',
    700,
    async () => {
      const { exchange, past } = await inSession({ signedInFor: 700 }, [400]);
      return { past, attempt: exchange };
    },
  ],
  [
    'a delegated token, asked about',
    300,
    async () => {
      const { ana, grant } = await inSession({});
      const token = String((await house.exchange(ana, grant)).body.access_token);
      return { attempt: async () => (await house.introspect(token)).active === true };
    },
  ],
  [
    'an own token, with the grace of five seconds',
    305,
    async () => {
      const ana = await house.signIn('support', 'ana');
      return { attempt: async () => (await house.call(ana, 'GET', '/v1/me')).status === 200 };
    },
  ],
  [
    'a sign-in that is not refreshed',
    1800,
    async () => {
      const ana = await house.signIn('support', 'ana');
      const form = { grant_type: 'refresh_token', refresh_token: await house.refreshToken(ana) };
      return { attempt: async () => (await house.post(ana, form)).status === 200 };
    },
  ],
  [
    'a sign-in, however often it is refreshed',
    3000,
    async () => {
      const ana = await house.signIn('support', 'ana', { endsInSeconds: 3000 });
      let refresh_token = await house.refreshToken(ana);
      const attempt = async () => {
        const { status, body } = await house.post(ana, { grant_type: 'refresh_token', refresh_token });
        refresh_token = String(body.refresh_token);
        return status === 200;
      };
      house.clock.pass(1700);
      expect(await attempt()).toBe(true);
      return { past: 1700, attempt };
    },
  ],
  [
    'what is put before somebody to sign',
    300,
    async () => {
      const principal = house.who('customer', 'mira');
      const { id } = await house.asks('ana', 'mira', READ);
      const statement = { kind: 'consent', target: id, decision: 'give' } as const;
      const { statement: text, nonce } = await buildStatement(house.context, { principal, statement });
      const answer = { id, decision: 'give', signed: { statement: text, nonce, method: 'session' } } as const;
      return { attempt: () => works(answerConsent(house.context, { principal, answer })) };
    },
  ],
];

describe('holds until the second before, and not at the second', { timeout: 120_000 }, () => {
  it.each(ends)('%s: %i s', async (_, after, begin) => {
    const before = await begin();
    house.clock.pass(after - 1 - (before.past ?? 0));
    expect(await before.attempt()).toBe(true);
    house.clock.pass(24 * 3600);
    await expireDue(house.context, closeSessionsOf);
    await lapseSessions(house.context);
    const then = await begin();
    house.clock.pass(after - (then.past ?? 0));
    expect(await then.attempt()).toBe(false);
  });
});

it('of two who sign the same statement at the same moment one has signed', async () => {
  const principal = house.who('customer', 'mira');
  const { id } = await house.asks('ana', 'mira', READ);
  const statement = { kind: 'consent', target: id, decision: 'give' } as const;
  const built = await buildStatement(house.context, { principal, statement });
  const signed = { statement: built.statement, nonce: built.nonce, method: 'session' } as const;
  const answer = { id, decision: 'give', signed } as const;
  const both = [1, 2].map(() => works(answerConsent(house.context, { principal, answer })));
  expect((await Promise.all(both)).filter(Boolean)).toHaveLength(1);
  expect((await house.types(id)).filter((type) => type === 'consent.given').length).toBeLessThan(2);
});
