import { eq } from 'drizzle-orm';
import pino from 'pino';
import { logDetails, logEntries } from '#broker/audit/tables.ts';
import { registerBackends } from '#broker/catalog/register-backends.ts';
import { clockAt } from '#broker/clock.ts';
import { type Context, contextFor, type Services } from '#broker/context.ts';
import type { Database } from '#broker/db/client.ts';
import { answerConsent } from '#broker/delegation/answer-consent.ts';
import { buildStatement } from '#broker/delegation/build-statement.ts';
import type { Delegation } from '#broker/delegation/delegation.ts';
import type { DelegationSession } from '#broker/delegation/details.ts';
import { reviewRequest } from '#broker/delegation/review-request.ts';
import { submitRequest } from '#broker/delegation/submit-request.ts';
import { importDirectory } from '#broker/identity/import-directory.ts';
import { personIdOf } from '#broker/identity/person-id.ts';
import type { Principal } from '#broker/identity/principal.ts';
import type { AdminId, AgentId, CustomerId } from '#broker/ids.ts';
import { loadBundle, type PolicyBundle } from '#broker/policy/bundle.ts';
import { type Engine, prepare } from '#broker/policy/engine.ts';
import type { Signed } from '#broker/signing/statement.ts';
import type { DemoPerson } from '#examples/demo-world/world.ts';
import { openTestDatabase } from './database.ts';
import { RESOURCE, testConfig, world } from './demo.ts';
import { sealingDatabase } from './sealing-database.ts';

export const READ = ['accounts:profile.read', 'accounts:settings.read'];
export const WRITE = ['accounts:settings.read', 'accounts:settings.update'];
export const SENSITIVE = ['accounts:profile.read', 'accounts:credential.rotate'];

/** A broker's inside with the demo's directory and policy, a database of its own and a clock that can be moved. */
export interface House {
  context: Context;
  services: Services;
  database: Database;
  /** The same house seen by a broker whose clock stands elsewhere. */
  contextAt(at: Date): Context;
  clock: { at: Date; pass(seconds: number): void };
  who(domain: DemoPerson['domain'], login: string): Principal;
  accountOf(login: string): string;
  asks(
    login: string,
    customer: string,
    actions: string[],
    more?: Partial<DelegationSession>,
  ): Promise<Delegation>;
  reviews(
    login: string,
    delegation: Delegation,
    decision?: 'approve' | 'deny' | 'ask',
    more?: { narrowed?: DelegationSession[]; comment?: string },
  ): Promise<Delegation>;
  answers(
    login: string,
    delegation: Delegation,
    decision?: 'give' | 'refuse',
    more?: { narrowed?: DelegationSession[] },
  ): Promise<Delegation>;
  entries(delegation?: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

function principal(person: DemoPerson, engine: Engine): Principal {
  const roles = person.groups.flatMap((group) => engine.bundle.roles[person.domain]?.[group] ?? []);
  return {
    domain: person.domain,
    id: person.id as AgentId | AdminId | CustomerId,
    person: personIdOf(person.person),
    name: person.login,
    roles,
    groups: person.groups,
    scopes: [],
    clientId: `console-${person.domain}`,
    signInId: 'sgn_test',
    jkt: 'key',
    x5t: undefined,
    authTime: undefined,
    acr: undefined,
    amr: [],
    expiresAt: new Date('2100-01-01T00:00:00Z'),
  };
}

export async function openHouse(given?: Database, bundle?: PolicyBundle): Promise<House> {
  const database = given ?? (await openTestDatabase());
  const clock = {
    at: new Date('2026-03-02T09:00:00.000Z'),
    pass(seconds: number) {
      clock.at = new Date(clock.at.getTime() + seconds * 1000);
    },
  };
  const settings = testConfig();
  const engine = prepare(bundle ?? loadBundle('policies', settings.domains));
  const services: Services = {
    database,
    config: settings,
    log: pino({ level: 'silent' }),
    clock: clockAt(() => clock.at),
    policy: () => engine,
    node: 'test',
    trouble: { present: async () => false, requireNone: async () => undefined },
    wake: () => undefined,
  };
  const context = contextFor(services, { requestId: 'test' });
  await importDirectory(context, world.directory);
  await registerBackends(context, [{ id: 'accounts', resource: RESOURCE, clientId: 'svc_accounts' }]);

  const person = (domain: DemoPerson['domain'], login: string): DemoPerson => {
    const found = world.people.find((one) => one.domain === domain && one.login === login);
    if (!found) throw new Error(`Nobody is called ${login} in ${domain}.`);
    return found;
  };
  const who: House['who'] = (domain, login) => principal(person(domain, login), engine);
  const accountOf: House['accountOf'] = (login) => person('customer', login).accounts[0] ?? '';

  return {
    context,
    services,
    database: sealingDatabase(services),
    contextAt: (at) => contextFor({ ...services, clock: clockAt(() => at) }, { requestId: 'test' }),
    clock,
    who,
    accountOf,
    asks: (login, customer, actions, more) =>
      submitRequest(context, {
        principal: who('support', login),
        request: {
          subject: person('customer', customer).id,
          justification: 'The customer wrote that the settings look wrong.',
          authorizationDetails: [
            {
              type: 'delegation_session',
              actions,
              locations: [RESOURCE],
              identifier: accountOf(customer),
              purpose: { code: 'check-setting', ref: 'TCK-1042' },
              max_duration: 600,
              ...more,
            },
          ],
        },
      }),
    reviews: async (login, delegation, decision = 'approve', more = {}) => {
      const principal = who('admin', login);
      const built = await buildStatement(context, {
        principal,
        statement: { kind: 'approval', target: delegation.id, decision, ...more },
      });
      const signed: Signed = { statement: built.statement, nonce: built.nonce, method: 'session' };
      return reviewRequest(context, { principal, review: { id: delegation.id, decision, ...more, signed } });
    },
    answers: async (login, delegation, decision = 'give', more = {}) => {
      const principal = who('customer', login);
      const built = await buildStatement(context, {
        principal,
        statement: { kind: 'consent', target: delegation.id, decision, ...more },
      });
      const signed: Signed = { statement: built.statement, nonce: built.nonce, method: 'session' };
      return answerConsent(context, { principal, answer: { id: delegation.id, decision, ...more, signed } });
    },
    entries: async (delegation) => {
      const rows = await database.handle
        .select()
        .from(logEntries)
        .innerJoin(logDetails, eq(logDetails.entryId, logEntries.id))
        .orderBy(logEntries.recordedAt, logEntries.id);
      const leaves = rows.map((row) => JSON.parse(row.log_entries.leaf) as Record<string, unknown>);
      return delegation ? leaves.filter((leaf) => leaf.delegation === delegation) : leaves;
    },
    close: () => database.close(),
  };
}
