import { afterAll, beforeAll, expect, it } from 'vitest';
import { claimsOf } from '#test/delegated-house.ts';
import { type GatewayHouse, type Inside, openGatewayHouse, told } from '#test/gateway-house.ts';

let house: GatewayHouse;
let open: Inside;
beforeAll(async () => {
  house = await openGatewayHouse();
  open = await house.goesIn();
});
afterAll(() => house.close());

const description = (answer: Response) =>
  /error_description="([^"]*)"/.exec(answer.headers.get('www-authenticate') ?? '')?.[1];

it('another backend’s gateway is told nothing of a good token', async () => {
  const action = 'accounts:settings.read';
  expect((await house.check({ token: open.token, action })).status).toBe(204);
  expect(await told(await house.check({ token: open.token, action, gateway: 'svc_files' }))).toBe(
    '401 invalid_token',
  );
});

it('whatever else is not for this backend reads like a token that is none', async () => {
  const claims = claimsOf(open.token);
  const signed = (more: object) => house.sign('at+jwt', { ...claims, ...more });
  const others = {
    'no token': 'no.token.atall',
    'for another backend': await signed({ aud: 'https://files.example' }),
    'for two': await signed({ aud: [claims.aud, 'https://files.example'] }),
    'for the broker': await signed({ aud: house.issuer }),
    'an agent’s own': house.ana.token,
    'without an actor': await signed({ act: undefined }),
    'with an empty actor': await signed({ act: {} }),
    'that was never issued': await signed({ jti: 'tok_never' }),
    'of another session': await signed({ sid: 'ses_another' }),
    'of another issuer': await signed({ iss: 'https://elsewhere.example' }),
    'that has expired': await signed({ exp: Number(claims.iat) - 6 }),
    'of another kind': await house.sign('delegation-grant+jwt', claims),
    'bound to nothing': await signed({ cnf: {} }),
  };
  const answers = new Set<string | undefined>();
  for (const [kind, token] of Object.entries(others)) {
    const answer = await house.check({ token });
    answers.add(description(answer));
    expect([kind, await told(answer)]).toEqual([kind, '401 invalid_token']);
  }
  expect([...answers]).toEqual(['the token is not valid']);
});
