import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, fetch as undiciFetch } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAccountsApi } from '#examples/accounts-api/server.ts';
import { CookieJar } from '#examples/demo-world/cookie-jar.ts';
import { demoWorld } from '#examples/demo-world/world.ts';
import { startIdentityProvider } from '#examples/identity-provider/server.ts';
import { type BrokerFixture, brokerFixture, callerKey, proofOf, sha256 } from './broker-fixture.ts';
import { freeBasePort } from './free-port.ts';

const idpPort = await freeBasePort(3);
const [apiPort, pagesPort] = [idpPort + 1, idpPort + 2];
const idp = `http://localhost:${idpPort}`;
const api = `https://localhost:${apiPort}`;
const pages = `http://localhost:${pagesPort}`;
const world = demoWorld({
  identityProviderUrl: idp,
  consoleUrl: 'http://localhost:3000',
  accountsPagesUrl: pages,
  clientSecrets: { 'accounts-api': 'a secret & a / half' },
});
const person = (login: string) => {
  const found = world.people.find((one) => one.domain === 'customer' && one.login === login);
  if (found === undefined) throw new Error(`${login} is missing`);
  return found;
};
const mira = person('mira');
const accounts = world.accountsSeed.accounts.filter(({ owner }) =>
  [mira.id, person('noel').id].includes(owner.id),
);
const own = accounts.find(({ owner }) => owner.id === mira.id);
const others = accounts.find(({ owner }) => owner.id !== mira.id);
if (own === undefined || others === undefined) throw new Error('no accounts');

const folder = mkdtempSync(join(tmpdir(), 'accounts-pages-'));
const key = callerKey();
let broker: BrokerFixture;
const endings: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  broker = await brokerFixture(api);
  endings.push(() => broker.stop());
  const provider = await startIdentityProvider({
    url: idp,
    port: idpPort,
    people: world.identityProviderPeople,
    clients: world.identityProviderClients,
    dataFolder: join(folder, 'idp'),
  });
  endings.push(() => provider.close());
  writeFileSync(join(folder, 'seed.json'), JSON.stringify({ accounts }));
  const server = await startAccountsApi({
    url: api,
    port: apiPort,
    tls: broker.tlsOf('accounts-api'),
    dataFolder: join(folder, 'data'),
    seedPath: join(folder, 'seed.json'),
    broker: { url: broker.issuer, clientId: 'svc_accounts' },
    pages: { url: pages, port: pagesPort },
    signIn: { issuer: `${idp}/customer`, clientId: 'accounts-api', clientSecret: 'a secret & a / half' },
  });
  endings.push(() => server.close());
  const isServed = async () =>
    ((await (await secure('/healthz')).json()) as { delegatedCalls: string }).delegatedCalls;
  while ((await isServed()) !== 'served') await new Promise((resolve) => setTimeout(resolve, 100));
}, 300_000);
afterAll(async () => {
  for (const end of endings.reverse()) await end();
  rmSync(folder, { recursive: true });
}, 60_000);

async function secure(
  path: string,
  request: { method?: string; headers?: Record<string, string>; certificateOf?: string } = {},
): Promise<Response> {
  const { certificateOf, ...rest } = request;
  const { certificate: cert, key: privateKey, authority: ca } = broker.tlsOf(certificateOf ?? 'probe-tls');
  const connect = certificateOf === undefined ? { ca } : { ca, cert, key: privateKey };
  const dispatcher = new Agent({ connect });
  const response = await undiciFetch(`${api}${path}`, { ...rest, dispatcher });
  const text = await response.text();
  await dispatcher.close();
  return new Response(text === '' ? null : text, {
    status: response.status,
    headers: [...response.headers] as [string, string][],
  });
}

const details = (identifier: string, actions: string[]) => ({
  sub: mira.id,
  authorization_details: [{ type: 'delegation_session', actions, locations: [api], identifier }],
});

function delegated(method: string, path: string, action: string): Promise<Response> {
  const token = broker.token({ jkt: key.thumbprint }, details(`account/${own?.id}`, [action]));
  const dpop = proofOf(key, { method, url: `${api}${path}`, token });
  return secure(path, { method, headers: { authorization: `DPoP ${token}`, dpop } });
}

/** As much of a browser as these pages need: cookies by origin, redirects, forms. */
class Browser {
  readonly #jars = new Map<string, CookieJar>();

  async visit(address: string, form?: Record<string, string>): Promise<Response & { at: URL; page: string }> {
    let url = new URL(address, pages);
    let body = form === undefined ? undefined : new URLSearchParams(form);
    for (let step = 0; step < 15; step += 1) {
      const jar = this.#jars.get(url.origin) ?? new CookieJar();
      this.#jars.set(url.origin, jar);
      const response = await fetch(url, {
        redirect: 'manual',
        headers: { cookie: jar.header(url), accept: 'text/html' },
        ...(body === undefined ? {} : { method: 'POST', body }),
      });
      jar.store(url, response);
      const page = await response.text();
      const location = response.headers.get('location');
      if (location === null) return Object.assign(response, { at: url, page });
      url = new URL(location, url);
      body = undefined;
    }
    throw new Error('redirected without end');
  }

  cookies(): string {
    return this.#jars.get(pages)?.header(new URL(pages)) ?? '';
  }

  async signIn(login: string): Promise<void> {
    const { at, page } = await this.visit('/me');
    expect(page).toContain('name="password"');
    const { at: arrived } = await this.visit(at.href, { login, password: `demo-${login}` });
    expect(arrived.href).toBe(`${pages}/me`);
  }

  /** Presses the button of a form on a page, by the form's address. */
  async submit(on: string, action: string, more: Record<string, string> = {}) {
    const { page } = await this.visit(on);
    const form_token = /name="form_token" value="([^"]+)"/.exec(page)?.[1] ?? '';
    return this.visit(action, { form_token, ...more });
  }
}

const secretIn = (page: string): string =>
  /<output[^>]*>(nwk_[A-Za-z0-9_-]{43})<\/output>/.exec(page)?.[1] ?? '';
const ping = async (secret: string) =>
  (await secure('/ping', { headers: { authorization: `Bearer ${secret}` } })).status;
const KEYS = '/me/credentials';

describe('a customer in person', () => {
  const browser = new Browser();

  it('signs in at the customer issuer and sees their own accounts, on a page with a strict policy', async () => {
    await browser.signIn('mira');
    const { page, headers } = await browser.visit('/me');
    expect(page).toContain(own.id);
    expect(page).not.toContain(others.id);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('collects a key that support replaced, once; the old one stopped at that moment', async () => {
    const made = await browser.submit(KEYS, `${KEYS}/${own.id}/key1/replace`);
    const first = secretIn(made.page);
    expect(await ping(first)).toBe(200);

    const path = `/accounts/${own.id}/credentials/key1/rotations`;
    const rotated = await delegated('POST', path, 'accounts:credential.rotate');
    expect(rotated.status).toBe(200);
    const answer = await rotated.text();
    expect(JSON.parse(answer)).toMatchObject({ rotated: true });
    expect(answer).not.toMatch(/nwk_/);
    expect(await ping(first)).toBe(401);
    const list = await delegated('GET', `/accounts/${own.id}/credentials`, 'accounts:credential.list');
    expect(await list.text()).toContain('awaiting_pickup');

    const collected = await browser.submit(KEYS, `${KEYS}/${own.id}/key1/collect`);
    const second = secretIn(collected.page);
    expect(second).not.toBe(first);
    expect(await ping(second)).toBe(200);
    const again = await browser.submit(KEYS, `${KEYS}/${own.id}/key1/collect`);
    expect([again.status, secretIn(again.page)]).toEqual([409, '']);
    expect(await ping(second)).toBe(200);
    expect((await browser.visit('/me/mailbox')).page).toContain('was replaced');
  });

  it('gets the reset link in their own mailbox, and it works once', async () => {
    const sent = await delegated('POST', `/accounts/${own.id}/password-resets`, 'accounts:password.reset');
    expect(await sent.json()).toEqual({ sent: true });
    const { page } = await browser.visit('/me/mailbox');
    const link = /href="([^"]+password-reset\?token=[^"]+)"/.exec(page)?.[1] ?? '';
    const token = new URL(link).searchParams.get('token') ?? '';
    const stranger = new Browser();
    await stranger.signIn('noel');
    expect((await stranger.submit(link, '/me/password-reset', { token })).status).toBe(409);
    expect((await browser.submit(link, '/me/password-reset', { token })).status).toBe(200);
    expect((await browser.submit(link, '/me/password-reset', { token })).status).toBe(409);
    const sessions = await delegated('GET', `/accounts/${own.id}/sessions`, 'accounts:session.list');
    expect(await sessions.json()).toEqual({ items: [] });
  });

  it('cannot make a key of another customer', async () => {
    const made = await browser.submit(KEYS, `${KEYS}/${others.id}/key1/replace`);
    expect([made.status, secretIn(made.page)]).toEqual([409, '']);
  });

  it('does nothing for a form that is not from these pages', async () => {
    const forged = await browser.visit(`${KEYS}/${own.id}/key1/replace`, { form_token: 'x'.repeat(43) });
    expect([forged.status, secretIn(forged.page)]).toEqual([403, '']);
  });

  it('signs out', async () => {
    const cookie = browser.cookies();
    const isIn = async () => (await fetch(`${pages}/me`, { redirect: 'manual', headers: { cookie } })).status;
    expect(await isIn()).toBe(200);
    expect((await browser.submit('/me', '/sign-out')).page).toContain('You have left these pages');
    expect(await isIn()).toBe(303);
  });
});

describe('a sign-in', () => {
  it('that began elsewhere, or whose state was changed, is refused', async () => {
    const browser = new Browser();
    expect((await browser.visit('/sign-in/callback?code=x&state=y')).status).toBe(400);
    await browser.visit('/me');
    const refused = await browser.visit(
      `/sign-in/callback?code=x&state=y&iss=${encodeURIComponent(`${idp}/customer`)}`,
    );
    expect(refused.status).toBe(502);
    expect((await browser.visit('/sign-in/callback?code=x&state=y')).status).toBe(400);
  });

  it('leads back to a page of ours and nowhere else', async () => {
    const browser = new Browser();
    const { at } = await browser.visit('/sign-in?to=https://other.example/');
    const { at: arrived } = await browser.visit(at.href, { login: 'mira', password: 'demo-mira' });
    expect(arrived.href).toBe(`${pages}/me`);
  });

  it('opens nothing of the API, and a delegated token nothing of the pages', async () => {
    const token = broker.token({ jkt: key.thumbprint });
    const response = await fetch(`${pages}/me`, {
      redirect: 'manual',
      headers: { authorization: `DPoP ${token}` },
    });
    expect(response.headers.get('location')).toBe('/sign-in?to=%2Fme');
  });
});

it('a token bound to a certificate opens with that certificate only', async () => {
  const pem = broker.tlsOf('probe-tls').certificate.replaceAll(/-----[^-]+-----|\s/g, '');
  const thumbprint = sha256(Buffer.from(pem, 'base64'));
  const path = `/accounts/${own.id}/profile`;
  const claims = details(`account/${own.id}`, ['accounts:profile.read']);
  const authorization = `Bearer ${broker.token({ 'x5t#S256': thumbprint }, claims)}`;
  const call = (certificateOf?: string) =>
    secure(path, { headers: { authorization }, ...(certificateOf === undefined ? {} : { certificateOf }) });
  expect((await call('probe-tls')).status).toBe(200);
  for (const other of ['accounts-api', undefined]) {
    const response = await call(other);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_token"/);
  }
});
