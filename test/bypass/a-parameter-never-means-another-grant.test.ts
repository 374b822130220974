import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ACCESS_TOKEN,
  type Answer,
  GRANT_TOKEN,
  type Holder,
  openTokenHouse,
  type TokenHouse,
} from '../acceptance/token-house.ts';
import { RESOURCE } from '../demo.ts';

let house: TokenHouse;
beforeAll(async () => {
  house = await openTokenHouse();
});
afterAll(() => house?.close());

const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token';
const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';

interface Grant {
  holder: () => Holder;
  /** A form that is answered with a token, each time. */
  form: () => Promise<Record<string, string>>;
  /** What is said when it is not there, or empty; undefined: it may be left out. */
  absent: Record<string, string | undefined>;
}

const grants: Record<string, Grant> = {
  client_credentials: {
    holder: () => house.probe,
    form: async () => ({ grant_type: 'client_credentials', scope: 'delegation.run', resource: house.issuer }),
    absent: { grant_type: 'invalid_request', scope: undefined, resource: undefined },
  },
  refresh_token: {
    holder: () => house.ana,
    form: async () => ({
      grant_type: 'refresh_token',
      refresh_token: (await house.signIn(house.ana, 'support', 'ana')).refresh,
      scope: 'delegation.run',
      resource: house.issuer,
    }),
    absent: {
      grant_type: 'invalid_request',
      refresh_token: 'invalid_request',
      scope: undefined,
      resource: undefined,
    },
  },
  'a sign-in': {
    holder: () => house.ana,
    form: async () => ({
      grant_type: EXCHANGE,
      subject_token: await house.idToken('support', 'ana', {}),
      subject_token_type: ID_TOKEN,
      requested_token_type: ACCESS_TOKEN,
      scope: 'delegation.run',
      resource: house.issuer,
    }),
    absent: {
      grant_type: 'invalid_request',
      subject_token: 'invalid_request',
      subject_token_type: 'invalid_request',
      requested_token_type: undefined,
      scope: undefined,
      resource: undefined,
    },
  },
  'a delegation': {
    holder: () => house.ana,
    form: async () => ({
      ...house.exchanging(house.ana),
      requested_token_type: ACCESS_TOKEN,
      scope: 'accounts:profile.read',
    }),
    absent: {
      grant_type: 'invalid_request',
      subject_token: 'invalid_request',
      subject_token_type: 'invalid_request',
      actor_token: 'invalid_request',
      actor_token_type: 'invalid_request',
      resource: 'invalid_target',
      requested_token_type: undefined,
      scope: undefined,
    },
  },
};

/** The subject of what was issued and whether somebody acts: by these the four cannot be taken for one another. */
const meaning = ({ body }: Answer) => {
  const payload = String(body.access_token).split('.')[1] ?? '';
  const { sub, aud, act } = JSON.parse(Buffer.from(payload, 'base64url').toString());
  return { sub, aud, acts: act !== undefined, refreshes: body.refresh_token !== undefined };
};

describe.each(Object.entries(grants))('%s', { timeout: 120_000 }, (_, { holder, form, absent }) => {
  const post = (of: Record<string, string> | [string, string][]) => house.post(holder(), '/token', of);

  it('as it should be, is answered', async () => {
    expect((await post(await form())).status).toBe(200);
  });

  it('without a parameter, or with an empty one, is what it was or is refused', async () => {
    const usual = meaning(await post(await form()));
    for (const [name, error] of Object.entries(absent)) {
      const { [name]: gone, ...rest } = await form();
      const { [name]: emptied, ...again } = await form();
      expect([gone, emptied]).not.toContain(undefined);
      for (const without of [rest, { ...again, [name]: '' }]) {
        const answer = await post(without);
        if (error === undefined) expect(meaning(answer), name).toEqual(usual);
        else expect([answer.status, answer.body.error], name).toEqual([400, error]);
      }
    }
  });

  it('with a parameter twice is refused, in either order, also when they agree or one is empty', async () => {
    for (const name of Object.keys(absent)) {
      const fresh = Object.entries(await form());
      const value = fresh.find(([one]) => one === name)?.[1] ?? '';
      for (const second of name === 'resource' ? ['https://files.example', value] : [value, 'x', '']) {
        const expected = name === 'resource' ? 'invalid_target' : 'invalid_request';
        for (const twice of [
          [...fresh, [name, second]],
          [[name, second], ...fresh],
        ] as [string, string][][]) {
          const { status, body } = await post(twice);
          expect([status, body.error], `${name}, then ${second}`).toEqual([400, expected]);
        }
      }
    }
  });

  it('with a parameter that is too long or of another sort is refused', async () => {
    for (const name of Object.keys(absent))
      for (const value of ['x'.repeat(9000), '\u0000', '../..', '%00', '[]', 'null']) {
        const answer = await post({ ...(await form()), [name]: value });
        expect([answer.status, answer.body.access_token], `${name}=${value.slice(0, 9)}`).toEqual([
          400,
          undefined,
        ]);
      }
    const { status } = await post({ ...(await form()), filler: 'x'.repeat(70_000) });
    expect(status).toBe(413);
  });

  it('with the parameters of the other grants beside its own stays what it is, or is refused', async () => {
    const usual = meaning(await post(await form()));
    const others = Object.values(grants).filter(({ form: other }) => other !== form);
    for (const other of others) {
      const own = await form();
      const mixed = { ...(await other.form()), ...own };
      const answer = await post(mixed);
      if (answer.status === 200) expect(meaning(answer)).toEqual(usual);
      else expect(answer.body).not.toHaveProperty('access_token');
    }
  });
});

it('every type of token in every place of an exchange is its own or none', async () => {
  const { ana } = house;
  const types = [
    ID_TOKEN,
    ACCESS_TOKEN,
    GRANT_TOKEN,
    'urn:ietf:params:oauth:token-type:jwt',
    ID_TOKEN.toUpperCase(),
  ];
  const issued: string[] = [];
  for (const subject of types)
    for (const actor of types) {
      const form = { ...house.exchanging(ana), subject_token_type: subject, actor_token_type: actor };
      if ((await house.post(ana, '/token', form)).status === 200) issued.push(`${subject} ${actor}`);
    }
  expect(issued).toEqual([`${GRANT_TOKEN} ${ACCESS_TOKEN}`]);
  expect(house.exchanging(ana).resource).toBe(RESOURCE);
});
