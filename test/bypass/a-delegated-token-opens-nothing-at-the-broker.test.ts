import { afterAll, beforeAll, expect, it } from 'vitest';
import { apiCalls } from '#broker/api/calls.ts';
import { claimsOf, type DelegatedHouse, openDelegatedHouse, type SignedIn } from '#test/delegated-house.ts';

let house: DelegatedHouse;
let ana: SignedIn;
let open: Awaited<ReturnType<DelegatedHouse['inSession']>>;
let delegated: string;
let tokens: Record<string, SignedIn>;
let calls: [method: string, path: string][];
beforeAll(async () => {
  house = await openDelegatedHouse();
  ana = await house.signIn('support', 'ana');
  open = await house.inSession(ana);
  delegated = String((await house.exchange(ana, open.grant)).body.access_token);
  const claims = claimsOf(delegated);
  const saying = async (more: object) => ({
    ...ana,
    token: await house.sign('at+jwt', { ...claims, ...more }),
  });
  const own = claimsOf(ana.token);
  tokens = {
    'as it was issued': { ...ana, token: delegated },
    'for the broker': await saying({ aud: house.issuer }),
    'for both': await saying({ aud: [house.issuer, claims.aud] }),
    'for nobody': await saying({ aud: undefined }),
    "an agent's own, with an actor": {
      ...ana,
      token: await house.sign('at+jwt', { ...own, act: claims.act }),
    },
    expired: await saying({ exp: claims.iat }),
  };
  const document = await (
    await house.app.request(
      `${house.issuer}/openapi.json`,
      {},
      {
        connection: { remoteAddress: '127.0.0.1' },
      },
    )
  ).json();
  const ids: Record<string, string> = { id: open.delegation.id, sid: open.session.id };
  // Not the one that is asked about other people's tokens: it takes none for its own caller.
  const { '/v1/check': _, ...paths } = document.paths as Record<string, object>;
  calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method): [string, string] => [
      method.toUpperCase(),
      path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? 'x'),
    ]),
  );
});
afterAll(() => house.close());

it('the document names every call that there is', () => {
  const { routes } = apiCalls();
  const served = routes.filter(({ method, path }) => method !== 'ALL' && /^\/(v1|access\/v1)\//.test(path));
  expect(new Set(served.map(({ method, path }) => `${method} ${path}`)).size).toBe(calls.length);
  expect(calls.length).toBeGreaterThan(25);
});

it('at every call of the API it is refused for what it is, whomever it is for', async () => {
  for (const [kind, who] of Object.entries(tokens)) {
    const wrong: string[] = [];
    for (const [method, path] of calls) {
      const { status, body } = await house.call(who, method, path, method === 'POST' ? {} : undefined);
      if (status !== 403 || body.code !== 'delegated_token_not_allowed') wrong.push(`${method} ${path}`);
    }
    expect(wrong, kind).toEqual([]);
  }
  await house.app.edge.failures.summarise(house.context);
  expect((await house.entries()).at(-1)).toMatchObject({
    type: 'authentication.failed',
    outcome: 'refused',
    facts: { delegated_token_not_allowed: calls.length * Object.keys(tokens).length },
  });
  expect((await house.session(open.session.id)).state.status).toBe('live');
});

it("beside a backend's certificate it is refused as well", async () => {
  const sanUris = ['spiffe://countersign.demo/svc_accounts'];
  const certificate = { thumbprint: ana.thumbprint, subject: '', issuedAt: new Date(), sanUris };
  for (const path of ['/v1/signals', '/v1/signals/acks', '/v1/outcomes']) {
    const method = path === '/v1/signals' ? 'GET' : 'POST';
    const headers = { authorization: `Bearer ${delegated}` };
    const connection = { remoteAddress: '127.0.0.1', certificate };
    const response = await house.app.request(`${house.issuer}${path}`, { method, headers }, { connection });
    expect([response.status, (await response.json()).code]).toEqual([403, 'delegated_token_not_allowed']);
  }
});

it('it authenticates no client, by any method', async () => {
  const connection = {
    remoteAddress: '127.0.0.1',
    certificate: { thumbprint: ana.thumbprint, subject: '', issuedAt: new Date(), sanUris: [] },
  };
  const assertion = {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: delegated,
  };
  for (const path of ['/token', '/introspect', '/revoke'])
    for (const [headers, form] of [
      [{ authorization: `Bearer ${delegated}` }, {}],
      [{ authorization: `DPoP ${delegated}` }, {}],
      [{}, assertion],
    ] as [Record<string, string>, Record<string, string>][]) {
      const body = new URLSearchParams({ grant_type: 'client_credentials', token: delegated, ...form });
      const response = await house.app.request(
        `${house.issuer}${path}`,
        { method: 'POST', headers, body },
        {
          connection,
        },
      );
      expect([response.status, (await response.json()).error]).toEqual([401, 'invalid_client']);
    }
  expect(await house.introspect(delegated)).toMatchObject({ active: true });
});
