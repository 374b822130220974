import { randomBytes } from 'node:crypto';
import pino from 'pino';
import { createApp } from '#broker/app.ts';
import { backlogOf } from '#broker/audit/backlog.ts';
import { newestEvent } from '#broker/audit/search-entries.ts';
import { type Sequencer, startSequencer } from '#broker/audit/sequencer.ts';
import { logEntries } from '#broker/audit/tables.ts';
import { registerBackends } from '#broker/catalog/register-backends.ts';
import { systemClock } from '#broker/clock.ts';
import type { Config } from '#broker/config.ts';
import { contextFor, type Services } from '#broker/context.ts';
import { insertInto } from '#broker/db/build.ts';
import type { Database } from '#broker/db/client.ts';
import { startFollower } from '#broker/followers/follow.ts';
import type { Loop } from '#broker/followers/loop.ts';
import { projectEvents } from '#broker/followers/project-events.ts';
import { importDirectory } from '#broker/identity/import-directory.ts';
import { personIdOf } from '#broker/identity/person-id.ts';
import { newId, type PersonId } from '#broker/ids.ts';
import { serviceClaims, signInClaims } from '#broker/oauth/claims.ts';
import { clients } from '#broker/oauth/clients/tables.ts';
import { ensureKeys } from '#broker/oauth/keys/ensure-keys.ts';
import { openOAuth } from '#broker/oauth/open-oauth.ts';
import { scopesOf } from '#broker/oauth/scopes.ts';
import { signIns } from '#broker/oauth/sign-in/tables.ts';
import { signToken } from '#broker/oauth/sign-token.ts';
import { rolesOf } from '#broker/policy/bundle.ts';
import { prepare } from '#broker/policy/engine.ts';
import { eventFeed } from '#broker/signals/event-feed.ts';
import { openSignalLog } from '#broker/signals/poll-log.ts';
import type { DemoPerson } from '#examples/demo-world/world.ts';
import { openTestDatabase } from './database.ts';
import { ISSUER, RESOURCE, testConfig, world } from './demo.ts';
import { unlimited } from './limits.ts';
import { sealingDatabase } from './sealing-database.ts';

export interface Caller {
  id: string;
  signInId: string | undefined;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
}

/** A whole broker in memory: real tokens bound to a made-up connection's certificate, a real log, no listener. */
export interface TestBroker {
  database: Database;
  services: Services;
  app: ReturnType<typeof createApp>;
  person(domain: DemoPerson['domain'], login: string): DemoPerson;
  as(domain: DemoPerson['domain'], login: string): Promise<Caller>;
  asService(clientId?: string, scopes?: string[]): Promise<Caller>;
  /** A request that anybody could send. */
  call(path: string, init?: RequestInit): Promise<Response>;
  /** Waits until everything that was recorded can be searched. */
  logged(): Promise<void>;
  /** The body of a request to act for this customer. */
  wish(customer: string, actions?: string[]): Record<string, unknown>;
  close(): Promise<void>;
}

export function personOf(domain: DemoPerson['domain'], login: string): DemoPerson {
  const found = world.people.find((one) => one.domain === domain && one.login === login);
  if (!found) throw new Error(`Nobody is called ${login} in ${domain}.`);
  return found;
}

export async function openTestBroker(more: Partial<Config> = {}): Promise<TestBroker> {
  const database = await openTestDatabase();
  const config = testConfig(more);
  const log = pino({ level: config.logLevel });
  const engine = prepare(unlimited(config.domains));
  const feed = eventFeed(database.handle, () => undefined);
  const loops: (Loop | Sequencer)[] = [];
  const sequencer = startSequencer(database, 'test', log, () => projection.wake());
  const projection = startFollower({ database, node: 'test', log }, projectEvents, () => feed.wake());
  loops.push(projection, sequencer);
  const services: Services = {
    database,
    config,
    log,
    clock: systemClock,
    policy: () => engine,
    node: 'test',
    wake: () => sequencer.wake(),
    trouble: { present: async () => false, requireNone: async () => undefined },
  };
  const context = contextFor(services, { requestId: 'test' });
  await ensureKeys(context);
  await importDirectory(context, world.directory);
  await registerBackends(context, [{ id: 'accounts', resource: RESOURCE, clientId: 'svc_accounts' }]);
  const scene = sealingDatabase(services);
  const registered = (id: string, kind: 'door' | 'service', scopes: string[]) =>
    scene.run(
      insertInto(clients).values({
        id,
        name: id,
        owner: 'test',
        kind,
        domain: kind === 'door' ? (id.replace('console-', '') as DemoPerson['domain']) : null,
        method: 'tls_client_auth',
        keys: [],
        sanUri: `spiffe://countersign.demo/${id}`,
        scopes,
        disabledAt: null,
      }),
    );
  for (const door of ['support', 'admin', 'customer']) await registered(`console-${door}`, 'door', []);
  await registered('svc_probe', 'service', ['delegation.request', 'delegation.run']);
  await registered('svc_operator', 'service', ['passkeys.enrol']);

  const oauth = openOAuth(config, systemClock);
  const signals = await openSignalLog(database.handle);
  const app = createApp({ services, oauth, backlog: backlogOf(database.run), feed, signals });

  function caller(id: string, token: string, thumbprint: string, signInId?: string): Caller {
    const certificate = { thumbprint, subject: '', issuedAt: new Date(), sanUris: [] };
    return {
      id,
      signInId,
      call: async (method, path, body, headers = {}) =>
        app.request(
          `${ISSUER}${path}`,
          {
            method,
            headers: {
              authorization: `Bearer ${token}`,
              ...(body === undefined ? {} : { 'content-type': 'application/json' }),
              ...headers,
            },
            ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
          },
          { connection: { remoteAddress: '127.0.0.1', certificate } },
        ),
    };
  }

  async function as(domain: DemoPerson['domain'], login: string): Promise<Caller> {
    const person = personOf(domain, login);
    const now = new Date();
    const thumbprint = randomBytes(32).toString('base64url');
    const confirmation = { 'x5t#S256': thumbprint };
    const roles = rolesOf(engine.bundle, domain, person.groups);
    const scopes = scopesOf(domain, roles);
    const signInId = newId('sgn');
    const endsAt = new Date(now.getTime() + 3_600_000);
    const clientId = `console-${domain}`;
    await database.run(
      insertInto(signIns).values({
        id: signInId,
        clientId,
        peopleId: person.id,
        confirmation,
        roles,
        scopes,
        amr: [],
        authTime: now,
        idTokenIssuedAt: now,
        generation: 0,
        rotatedAt: now,
        lastUsedAt: now,
        startedAt: now,
        endsAt,
      }),
    );
    const claims = signInClaims(
      { issuer: ISSUER, subject: person.id, clientId, confirmation, scopes, now, notAfter: [endsAt] },
      {
        domain,
        subId: { iss: person.iss, sub: person.sub },
        person: personIdOf(person.person) as PersonId,
        roles,
        signInId,
        authTime: now,
        acr: undefined,
        amr: [],
      },
    );
    return caller(person.id, await signToken(context, oauth, 'at+jwt', claims), thumbprint, signInId);
  }

  async function asService(
    clientId = 'svc_probe',
    scopes = ['delegation.request', 'delegation.run'],
  ): Promise<Caller> {
    const thumbprint = randomBytes(32).toString('base64url');
    const claims = serviceClaims({
      issuer: ISSUER,
      clientId,
      confirmation: { 'x5t#S256': thumbprint },
      scopes,
      now: new Date(),
      notAfter: [],
    });
    return caller(clientId, await signToken(context, oauth, 'at+jwt', claims), thumbprint);
  }

  return {
    database: scene,
    services,
    app,
    person: personOf,
    as,
    asService,
    call: async (path, init) =>
      app.request(`${ISSUER}${path}`, init, { connection: { remoteAddress: '127.0.0.1' } }),
    logged: async () => {
      const written = await database.handle.$count(logEntries);
      for (let tried = 0; tried < 400; tried++) {
        if ((await newestEvent(database.handle)) >= written - 1) return;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      throw new Error('The log was not projected in time.');
    },
    wish: (customer, actions = ['accounts:profile.read', 'accounts:settings.read']) => ({
      subject: personOf('customer', customer).id,
      authorization_details: [
        {
          type: 'delegation_session',
          actions,
          locations: [RESOURCE],
          identifier: personOf('customer', customer).accounts[0],
          purpose: { code: 'check-setting', ref: 'TCK-1042' },
          max_duration: 600,
        },
      ],
      justification: 'The customer cannot find a setting.',
    }),
    close: async () => {
      feed.stop();
      for (const loop of loops) await loop.stop();
      await database.close();
    },
  };
}

export const keyed = (key: string = crypto.randomUUID()) => ({ 'idempotency-key': `"${key}"` });
