import { createHash, randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { type JWK, SignJWT } from 'jose';
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
import { sealingDatabase } from '#test/sealing-database.ts';
import { authenticate } from './authenticate.ts';
import { importClients } from './clients/import-clients.ts';
import { type ClientRegistration, parseClients } from './clients/registry-file.ts';
import { ensureKeys } from './keys/ensure-keys.ts';
import { type OAuth, openOAuth } from './open-oauth.ts';
import { type Key, newKey } from './test-key.ts';
import { openProvider } from './test-provider.ts';
import { directoryOf, registrations } from './test-registry.ts';
import { tokenEndpoint } from './token-endpoint.ts';

export const ISSUER = 'https://localhost:3001';
export const CERTIFICATE = {
  thumbprint: createHash('sha256').update('certificate').digest('base64url'),
  subject: 'CN=probe-tls',
  issuedAt: new Date(),
  sanUris: ['spiffe://countersign.demo/probe-tls'],
};

export interface Reply {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
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
