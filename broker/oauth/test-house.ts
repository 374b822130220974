import { createHash, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eq } from 'drizzle-orm';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import pino from 'pino';
import { logEntries } from '#broker/audit/tables.ts';
import { clockAt } from '#broker/clock.ts';
import type { DomainConfig } from '#broker/config/domains.ts';
import type { Config } from '#broker/config.ts';
import { type Context, contextFor, type Services, withSender } from '#broker/context.ts';
import type { Database } from '#broker/db/client.ts';
import type { Connection } from '#broker/http/connection.ts';
import { importDirectory } from '#broker/identity/import-directory.ts';
import type { PeopleDomain } from '#broker/identity/principal.ts';
import { loadBundle } from '#broker/policy/bundle.ts';
import { type Engine, prepare } from '#broker/policy/engine.ts';
import { openTestDatabase } from '#test/database.ts';
import { freePort } from '#test/free-port.ts';
import { sealingDatabase } from '#test/sealing-database.ts';
import { authenticate } from './authenticate.ts';
import { importClients } from './clients/import-clients.ts';
import { type ClientRegistration, parseClients } from './clients/registry-file.ts';
import { ensureKeys } from './keys/ensure-keys.ts';
import { type OAuth, openOAuth } from './open-oauth.ts';
import { tokenEndpoint } from './token-endpoint.ts';

export const ISSUER = 'https://localhost:3001';
export const CERTIFICATE = {
  thumbprint: createHash('sha256').update('certificate').digest('base64url'),
  subject: 'CN=probe-tls',
  issuedAt: new Date(),
  sanUris: ['spiffe://countersign.demo/probe-tls'],
};

export interface Key {
  privateKey: CryptoKey;
  jwk: JWK;
  thumbprint: string;
}

export async function newKey(alg = 'ES256'): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const bare = await exportJWK(publicKey);
  const thumbprint = await calculateJwkThumbprint(bare);
  return { privateKey, jwk: { ...bare, alg, kid: thumbprint }, thumbprint };
}

export interface Reply {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

/** An OpenID provider with three issuers on a port of its own: discovery and keys over HTTP, tokens signed here. */
export async function openProvider(
  more: readonly JWK[] = [],
): Promise<{ url: string; key: Key; server: Server }> {
  const key = await newKey();
  const server = createServer((request, response) => {
    const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
    const [, domain, ...rest] = (request.url ?? '').split('/');
    const documents: Record<string, object> = {
      '.well-known/openid-configuration': {
        issuer: `${issuer}/${domain}`,
        jwks_uri: `${issuer}/${domain}/jwks`,
      },
      jwks: { keys: [{ ...key.jwk, use: 'sig' }, ...more] },
    };
    const document = documents[rest.join('/')];
    response.writeHead(document ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(document ?? {}));
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve));
  return { url: `http://localhost:${port}`, key, server };
}

/** What each issuer may sign with, where it is not ES256 alone. */
type Algs = Partial<Record<PeopleDomain, DomainConfig['algs']>>;

export type House = Awaited<ReturnType<typeof openHouse>>;

/** The OAuth side of a broker over a real database, with a clock that stands where the test puts it. */
export async function openHouse(
  given: { algs?: Algs; providerKeys?: readonly JWK[]; clients?: ClientRegistration[] } = {},
) {
  const provider = await openProvider(given.providerKeys);
  const database: Database = await openTestDatabase();
  const clock = { at: new Date('2026-03-02T09:00:00.000Z') };
  const keys = {
    support: await newKey(),
    admin: await newKey(),
    customer: await newKey(),
    probe: await newKey(),
  };
  const audiences = (door: string) => ({ [door]: [door], svc_probe: [`probe-${door}`] });
  const domainOf = (domain: PeopleDomain) => ({
    issuer: `${provider.url}/${domain}`,
    algs: given.algs?.[domain] ?? (['ES256'] satisfies DomainConfig['algs']),
    ...(domain === 'customer' ? {} : { personClaim: 'employee_id' }),
    groupsClaim: 'groups',
    audiences: audiences(`console-${domain}`),
  });
  const config: Config = {
    environment: 'demo',
    issuer: ISSUER,
    port: 3001,
    tls: { cert: '', key: '', ca: '', requireClientCertificate: false },
    database: { url: undefined, ownerUrl: undefined, folder: '' },
    masterKey: createHash('sha256').update('a key for tests').digest(),
    otherMasterKeys: [],
    policies: { folder: 'policies', development: false },
    domains: { support: domainOf('support'), admin: domainOf('admin'), customer: domainOf('customer') },
    clientsFile: 'test/no-clients.json',
    directoryFile: undefined,
    rateLimitPerMinute: 1200,
    trustedProxies: [],
    credentialDays: 365,
    decisionDays: 400,
    logLevel: 'silent',
  };
  const engine: Engine = prepare(loadBundle('policies', config.domains));
  const services: Services = {
    database,
    config,
    log: pino({ level: 'silent' }),
    clock: clockAt(() => clock.at),
    policy: () => engine,
    node: 'test',
    wake: () => undefined,
    trouble: { present: async () => false, requireNone: async () => undefined },
  };
  const context: Context = contextFor(services, { requestId: randomUUID() });
  const oauth: OAuth = openOAuth(config, services.clock);
  await ensureKeys(context);
  const registered = [...registrations(keys), ...(given.clients ?? [])];
  await importClients(context, parseClients({ clients: registered }, 'demo'));
  await importDirectory(context, directoryOf(provider.url));

  const now = () => Math.floor(clock.at.getTime() / 1000);
  const house = {
    provider,
    database: sealingDatabase(services),
    clock,
    config,
    services,
    context,
    oauth,
    keys,
    /** What the registry file says. */
    registrations: () => registered,
    now,
    pass: (seconds: number) => {
      clock.at = new Date(clock.at.getTime() + seconds * 1000);
    },
    nonce: () => oauth.nonces.current(clock.at),
    assertion: (clientId: string, key: Key, more: Record<string, unknown> = {}, header: object = {}) =>
      new SignJWT({
        iss: clientId,
        sub: clientId,
        aud: ISSUER,
        jti: randomUUID(),
        iat: now(),
        exp: now() + 60,
        ...more,
      })
        .setProtectedHeader({ alg: key.jwk.alg ?? 'ES256', kid: key.jwk.kid ?? '', ...header })
        .sign(key.privateKey),
    proof: (key: Key, more: Record<string, unknown> = {}, header: object = {}) => {
      const { kid: _, alg: __, ...jwk } = key.jwk;
      return new SignJWT({
        jti: randomUUID(),
        htm: 'POST',
        htu: `${ISSUER}/token`,
        iat: now(),
        nonce: oauth.nonces.current(clock.at),
        ...more,
      })
        .setProtectedHeader({ typ: 'dpop+jwt', alg: key.jwk.alg ?? 'ES256', jwk, ...header })
        .sign(key.privateKey);
    },
    idToken: (domain: PeopleDomain, sub: string, more: Record<string, unknown> = {}, header: object = {}) =>
      new SignJWT({
        iss: `${provider.url}/${domain}`,
        sub,
        aud: `console-${domain}`,
        iat: now(),
        exp: now() + 3600,
        auth_time: now(),
        jti: randomUUID(),
        ...more,
      })
        .setProtectedHeader({ alg: 'ES256', kid: provider.key.jwk.kid ?? '', ...header })
        .sign(provider.key.privateKey),
    /** A request to `/token` as it stands, with nothing added. */
    post: async (
      form: Record<string, string> | [string, string][] | string,
      headers: Record<string, string> = {},
      connection: Partial<Connection> = {},
      url = `${ISSUER}/token`,
    ): Promise<Reply> => {
      const request = new Request(url, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: new URLSearchParams(form).toString(),
      });
      return readReply(
        await tokenEndpoint(
          context,
          oauth,
          request,
          { remoteAddress: '127.0.0.1', ...connection },
          {
            withSender: (known, sender) => withSender(services, known, sender),
          },
        ),
      );
    },
    /** A well-made request to `/token` by a client that signs assertions and proofs with the same key. */
    ask: async (clientId: string, key: Key, form: Record<string, string>): Promise<Reply> =>
      house.post(
        {
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: await house.assertion(clientId, key),
          ...form,
        },
        { dpop: await house.proof(key) },
      ),
    signIn: async (
      domain: PeopleDomain,
      sub: string,
      claims: Record<string, unknown> = {},
      form: Record<string, string> = {},
    ): Promise<Reply> =>
      house.ask(`console-${domain}`, keys[domain], {
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
        subject_token: await house.idToken(domain, sub, claims),
        ...form,
      }),
    refresh: (domain: PeopleDomain, refreshToken: string, form: Record<string, string> = {}) =>
      house.ask(`console-${domain}`, keys[domain], {
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
        ...form,
      }),
    /** A call of the broker's own API, with a proof for the token unless told otherwise. */
    call: async (
      token: string,
      key: Key,
      more: {
        proof?: Record<string, unknown>;
        headers?: Record<string, string>;
        connection?: Partial<Connection>;
      } = {},
    ) => {
      const url = `${ISSUER}/v1/me`;
      const ath = createHash('sha256').update(token).digest('base64url');
      const proof = await house.proof(key, { htm: 'GET', htu: url, ath, nonce: undefined, ...more.proof });
      const request = new Request(url, {
        headers: { authorization: `DPoP ${token}`, dpop: proof, ...more.headers },
      });
      return authenticate(context, oauth, request, { remoteAddress: '127.0.0.1', ...more.connection });
    },
    entries: async (type: string) => {
      const rows = await database.handle
        .select({ leaf: logEntries.leaf })
        .from(logEntries)
        .orderBy(logEntries.id);
      return rows.map(({ leaf }) => JSON.parse(leaf)).filter((entry) => entry.type === type);
    },
    detailOf: (id: string) => database.handle.select().from(logEntries).where(eq(logEntries.id, id)),
    close: async () => {
      await new Promise((resolve) => provider.server.close(resolve));
      await database.close();
    },
  };
  return house;
}

async function readReply(response: Response): Promise<Reply> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
}

const scopesOfDoor = {
  support: ['delegation.request', 'delegation.run'],
  admin: ['delegation.approve', 'delegation.revoke', 'audit.read', 'policy.propose', 'policy.activate'],
  customer: ['consent.give', 'consent.revoke', 'history.read'],
};

function registrations(keys: Record<'support' | 'admin' | 'customer' | 'probe', Key>): ClientRegistration[] {
  const signing = (key: Key) => ({ method: 'private_key_jwt' as const, jwks: { keys: [{ ...key.jwk }] } });
  const door = (domain: PeopleDomain): ClientRegistration => ({
    client_id: `console-${domain}`,
    name: `Console, ${domain}`,
    owner: 'platform@example.com',
    kind: 'door',
    domain,
    auth: signing(keys[domain]),
    scopes: scopesOfDoor[domain],
  });
  const service = (
    name: string,
    auth: ClientRegistration['auth'],
    more: Partial<ClientRegistration> = {},
  ) => ({
    client_id: `svc_${name}`,
    name,
    owner: 'platform@example.com',
    kind: 'service' as const,
    auth,
    scopes: ['delegation.request', 'delegation.run'],
    ...more,
  });
  return [
    door('support'),
    door('admin'),
    door('customer'),
    service('probe', signing(keys.probe), { sign_in_domains: ['support', 'admin', 'customer'] }),
    service('probe_tls', { method: 'tls_client_auth', san_uri: 'spiffe://countersign.demo/probe-tls' }),
    service(
      'accounts',
      { method: 'tls_client_auth', san_uri: 'spiffe://countersign.demo/accounts-api' },
      { backend: 'accounts', resource: 'https://localhost:3002', scopes: ['outcomes.write', 'introspect'] },
    ),
  ];
}

function directoryOf(provider: string) {
  const person = (
    id: string,
    domain: PeopleDomain,
    sub: string,
    name: string,
    more: { person?: string; groups?: string[] } = {},
  ) => ({
    id,
    domain,
    iss: `${provider}/${domain}`,
    sub,
    name,
    email: `${sub}@example.com`,
    groups: [],
    ...more,
  });
  return {
    people: [
      person('agt_ana', 'support', 'ana', 'Ana', { person: 'E-1', groups: ['support-agents'] }),
      person('adm_tess', 'admin', 'tess', 'Tess', { person: 'E-2', groups: ['team-leads'] }),
      person('adm_pia', 'admin', 'pia', 'Pia', { person: 'E-3', groups: ['policy-owners'] }),
      person('cus_mira', 'customer', 'mira', 'Mira Castellanos'),
      person('cus_tessa', 'customer', 'tessa', 'Tessa', { person: 'E-2' }),
    ],
    accounts: [
      { id: '8f2c', backend: 'accounts', owner: 'cus_mira', consenters: ['cus_mira'], label: 'Studio' },
    ],
    marks: [{ id: 'cus_tessa', marks: ['staff' as const] }],
  };
}
