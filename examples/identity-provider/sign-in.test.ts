import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '#test/free-port.ts';
import { CookieJar, signInAt } from '../demo-world/code-flow.ts';
import { demoWorld } from '../demo-world/world.ts';
import { SIGNING_ALGORITHMS } from './domains.ts';
import { startIdentityProvider } from './server.ts';

const DOMAINS = ['support', 'admin', 'customer'] as const;
type Domain = (typeof DOMAINS)[number];

const port = await freePort();
const url = `http://localhost:${port}`;
const world = demoWorld({
  identityProviderUrl: url,
  consoleUrl: 'http://localhost:3000',
  accountsPagesUrl: 'http://localhost:3005',
});
const folder = mkdtempSync(join(tmpdir(), 'identity-provider-'));
const config = {
  url,
  port,
  people: world.identityProviderPeople,
  clients: world.identityProviderClients,
  dataFolder: folder,
};
let server: { close(): Promise<void> };

beforeAll(async () => {
  server = await startIdentityProvider(config);
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const personOf = (domain: Domain, login: string) => {
  const person = world.people.find((one) => one.domain === domain && one.login === login);
  if (person === undefined) throw new Error(`${login} is missing`);
  return person;
};

const request = (domain: Domain, login: string) => ({
  issuer: `${url}/${domain}`,
  clientId: world.signIn[domain].client_id,
  redirectUri: world.signIn[domain].redirect_uri,
  login,
  password: personOf(domain, login).password,
});

const verify = (domain: Domain, idToken: string, audience: string) =>
  jwtVerify(idToken, createRemoteJWKSet(new URL(`${url}/${domain}/jwks`)), {
    issuer: `${url}/${domain}`,
    audience,
    algorithms: [SIGNING_ALGORITHMS[domain]],
  });

describe.each([
  ['support', 'ana'],
  ['admin', 'tess'],
  ['customer', 'mira'],
] as const)('the %s issuer', (domain, login) => {
  it('describes itself at the address that it is fetched from', async () => {
    const response = await fetch(`${url}/${domain}/.well-known/openid-configuration`);
    const metadata = (await response.json()) as Record<string, unknown>;
    expect(metadata).toMatchObject({
      issuer: `${url}/${domain}`,
      authorization_endpoint: `${url}/${domain}/auth`,
      token_endpoint: `${url}/${domain}/token`,
      jwks_uri: `${url}/${domain}/jwks`,
      end_session_endpoint: `${url}/${domain}/session/end`,
      code_challenge_methods_supported: ['S256'],
      id_token_signing_alg_values_supported: [domain === 'customer' ? 'RS256' : 'ES256'],
    });
  });

  it('signs a person in by the code flow and says who they are in the ID token', async () => {
    const person = personOf(domain, login);
    const { idToken } = await signInAt(request(domain, login));
    const { payload } = await verify(domain, idToken, `probe-${domain}`);
    expect(payload).toMatchObject({
      sub: person.sub,
      groups: person.groups,
      acr: 'urn:countersign:acr:password',
      amr: ['pwd'],
      name: expect.any(String),
      email: expect.stringMatching(/@(northwind\.)?example\.(com|org)$/),
    });
    expect(Math.abs(Number(payload.auth_time) - Date.now() / 1000)).toBeLessThan(10);
    expect(payload.employee_id).toBe(domain === 'customer' ? undefined : person.person);
  });

  it('serves the console as a confidential client, and refuses a wrong secret', async () => {
    const client = world.identityProviderClients[domain][0];
    if (client?.client_secret === undefined) throw new Error('no console client');
    const redirectUri = `http://localhost:3000/api/auth/${domain}/callback/${domain}`;
    const base = { ...request(domain, login), clientId: client.client_id, redirectUri };
    const { idToken } = await signInAt({ ...base, clientSecret: client.client_secret });
    expect((await verify(domain, idToken, `console-${domain}`)).payload.aud).toBe(`console-${domain}`);
    await expect(signInAt({ ...base, clientSecret: 'x'.repeat(43) })).rejects.toThrow('invalid_client');
  });

  it('refuses a wrong password, an empty one and an unknown login', async () => {
    const right = request(domain, login);
    await expect(signInAt({ ...right, password: 'wrong' })).rejects.toThrow(
      'refused the login or the password',
    );
    await expect(signInAt({ ...right, password: '' })).rejects.toThrow('refused the login or the password');
    await expect(signInAt({ ...right, login: 'nobody', password: '' })).rejects.toThrow('refused');
  });

  it('remembers the sign-in, asks again for prompt=login, and never asks for prompt=none', async () => {
    const cookies = new CookieJar();
    const first = await signInAt({ ...request(domain, login), cookies });
    const again = await signInAt({
      ...request(domain, login),
      password: 'not needed',
      prompt: 'none',
      cookies,
    });
    const times = await Promise.all(
      [first, again].map(({ idToken }) => verify(domain, idToken, `probe-${domain}`)),
    );
    expect(times[0]?.payload.auth_time).toBe(times[1]?.payload.auth_time);
    await expect(
      signInAt({ ...request(domain, login), password: 'wrong', prompt: 'login', cookies }),
    ).rejects.toThrow('refused the login or the password');
    await expect(signInAt({ ...request(domain, login), prompt: 'none' })).rejects.toThrow('login_required');
  });

  it('lets a second person sign in over the first', async () => {
    const cookies = new CookieJar();
    const second = { support: 'ben', admin: 'sam', customer: 'noel' }[domain];
    await signInAt({ ...request(domain, login), cookies });
    await signInAt({ ...request(domain, second), prompt: 'login', cookies });
    const { idToken } = await signInAt({ ...request(domain, second), prompt: 'none', cookies });
    const { payload } = await verify(domain, idToken, `probe-${domain}`);
    expect(payload.sub).toBe(personOf(domain, second).sub);
  });

  it('does not let its session sign anybody in at another issuer', async () => {
    const cookies = new CookieJar();
    await signInAt({ ...request(domain, login), cookies });
    for (const other of DOMAINS.filter((one) => one !== domain)) {
      const elsewhere = { ...request(other, other === 'customer' ? 'noel' : 'cleo'), cookies };
      await expect(signInAt({ ...elsewhere, prompt: 'none' })).rejects.toThrow('login_required');
    }
  });

  it('signs out, and goes back to the console', async () => {
    const cookies = new CookieJar();
    const client = world.identityProviderClients[domain][0];
    if (client?.client_secret === undefined) throw new Error('no console client');
    const redirectUri = `http://localhost:3000/api/auth/${domain}/callback/${domain}`;
    const { idToken } = await signInAt({
      ...request(domain, login),
      clientId: client.client_id,
      clientSecret: client.client_secret,
      redirectUri,
      cookies,
    });
    const end = new URL(`${url}/${domain}/session/end`);
    end.search = new URLSearchParams({
      id_token_hint: idToken,
      post_logout_redirect_uri: 'http://localhost:3000/',
    }).toString();
    const page = await fetch(end, { headers: { cookie: cookies.header(end) } });
    cookies.store(end, page);
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
    const confirm = new URL(`${url}/${domain}/session/end/confirm`);
    const answer = await fetch(confirm, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: cookies.header(confirm) },
      body: new URLSearchParams({ xsrf, logout: 'yes' }),
    });
    cookies.store(confirm, answer);
    expect(answer.headers.get('location')).toBe('http://localhost:3000/');
    await expect(signInAt({ ...request(domain, login), prompt: 'none', cookies })).rejects.toThrow(
      'login_required',
    );
  });

  it('refuses a request without PKCE', async () => {
    const { clientId, redirectUri, issuer } = request(domain, login);
    const start = new URL(`${issuer}/auth`);
    start.search = new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      scope: 'openid',
    }).toString();
    const response = await fetch(start, { redirect: 'manual' });
    const location = new URL(response.headers.get('location') ?? '', start);
    expect(location.searchParams.get('error')).toBe('invalid_request');
  });

  it('never redirects to an address that the client has not registered', async () => {
    const start = new URL(`${url}/${domain}/auth`);
    start.search = new URLSearchParams({
      response_type: 'code',
      client_id: `probe-${domain}`,
      redirect_uri: 'http://localhost:3000/elsewhere',
      scope: 'openid',
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
    }).toString();
    const response = await fetch(start, { redirect: 'manual', headers: { accept: 'text/html' } });
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
  });
});

describe('the identity provider', () => {
  it('signs with a different key at each issuer', async () => {
    const kids = await Promise.all(
      (['ana', 'cleo', 'mira'] as const).map(async (login, index) => {
        const { idToken } = await signInAt(request(DOMAINS[index] ?? 'support', login));
        return decodeProtectedHeader(idToken).kid;
      }),
    );
    expect(new Set(kids).size).toBe(3);
  });

  it('gives the person with two staff accounts the same employee id at both', async () => {
    const support = await signInAt(request('support', 'cleo'));
    const admin = await signInAt(request('admin', 'cleo'));
    const [one, two] = await Promise.all([
      verify('support', support.idToken, 'probe-support'),
      verify('admin', admin.idToken, 'probe-admin'),
    ]);
    expect(one.payload.employee_id).toBe(two.payload.employee_id);
    expect(one.payload.sub).not.toBe(two.payload.sub);
  });

  it('keeps its signing keys for the next start, readable by its owner only', async () => {
    const before = await (await fetch(`${url}/support/jwks`)).text();
    const otherPort = await freePort();
    const next = await startIdentityProvider({
      ...config,
      port: otherPort,
      url: `http://localhost:${otherPort}`,
    });
    const after = await (await fetch(`http://localhost:${otherPort}/support/jwks`)).text();
    await next.close();
    expect(after).toBe(before);
    expect(before).not.toContain('"d"');
    expect(statSync(join(folder, 'support.jwk')).mode & 0o077).toBe(0);
    expect(readFileSync(join(folder, 'support.jwk'), 'utf8')).toContain('"d"');
  });

  it('answers at both loopback addresses, and only under its own name', async () => {
    for (const host of ['127.0.0.1', '[::1]']) {
      expect((await fetch(`http://${host}:${port}/healthz`)).status).toBe(200);
      expect((await fetch(`http://${host}:${port}/support/jwks`)).status).toBe(421);
    }
  });

  it('draws pages that run no script but its own and cannot be framed', async () => {
    const policy = (await fetch(`${url}/`)).headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe-inline');
  });
});
