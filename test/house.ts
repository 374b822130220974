import { eq } from 'drizzle-orm';
import pino from 'pino';
import { logDetails, logEntries } from '#broker/audit/tables.ts';
import { registerBackends } from '#broker/catalog/register-backends.ts';
import { clockAt } from '#broker/clock.ts';
import { type Context, contextFor, type Services } from '#broker/context.ts';
import type { Database } from '#broker/db/client.ts';
import { answerConsent } from '#broker/delegation/answer-consent.ts';
import { buildStatement, signatureRule } from '#broker/delegation/build-statement.ts';
import { declaredHash, offerDeclaration } from '#broker/delegation/declare-emergency.ts';
import type { Delegation } from '#broker/delegation/delegation.ts';
import type { DelegationSession } from '#broker/delegation/details.ts';
import { reviewRequest } from '#broker/delegation/review-request.ts';
import { submitRequest } from '#broker/delegation/submit-request.ts';
import type { FindingDecision, PostReview } from '#broker/governance/reviews/post-review.ts';
import { offerFinding, recordFinding } from '#broker/governance/reviews/record-finding.ts';
import { importDirectory } from '#broker/identity/import-directory.ts';
import { personIdOf } from '#broker/identity/person-id.ts';
import type { Principal } from '#broker/identity/principal.ts';
import type { AdminId, AgentId, CustomerId } from '#broker/ids.ts';
import type { Mail } from '#broker/mail/letter.ts';
import type { PolicyBundle } from '#broker/policy/bundle.ts';
import { type Engine, prepare } from '#broker/policy/engine.ts';
import type { OfferedStatement } from '#broker/signing/offer-statement.ts';
import type { Signed } from '#broker/signing/statement.ts';
import type { DemoPerson } from '#examples/demo-world/world.ts';
import { openTestDatabase } from './database.ts';
import { RESOURCE, testConfig, world } from './demo.ts';
import { type Enrolled, enrolment } from './enrolled.ts';
import { unlimited } from './limits.ts';
import { expectSameAnswers } from './same-answers.ts';
import { sealingDatabase } from './sealing-database.ts';

export const READ = ['accounts:profile.read', 'accounts:settings.read'];
export const WRITE = ['accounts:settings.read', 'accounts:settings.update'];
export const SENSITIVE = ['accounts:profile.read', 'accounts:credential.rotate'];

/** A broker's inside with the demo's directory and policy, a database of its own and a clock that can be moved. */
export interface House {
  context: Context;
  services: Services;
  database: Database;
  /** From the next request on; `context` stays as it is. */
  judgeBy(engine: Engine): void;
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
  /** Files as an emergency, with the responder's own signature. */
  declares(
    login: string,
    customer: string,
    more?: Partial<DelegationSession>,
    as?: Principal,
  ): Promise<Delegation>;
  /** What a reviewer found afterwards. */
  finds(
    reviewer: string | Principal,
    delegation: string,
    decision?: FindingDecision,
    comment?: string,
  ): Promise<PostReview>;
  reviews(
    login: string,
    delegation: Delegation,
    decision?: 'approve' | 'deny' | 'ask',
    more?: { narrowed?: DelegationSession[]; notBefore?: Date; comment?: string },
  ): Promise<Delegation>;
  answers(
    login: string,
    delegation: Delegation,
    decision?: 'give' | 'refuse',
    more?: { narrowed?: DelegationSession[] },
  ): Promise<Delegation>;
  /** Has a passkey from now on, and signs with it. */
  enrolled(domain: DemoPerson['domain'], login: string): Promise<Enrolled>;
  signsWithPasskey(principal: Principal, built: OfferedStatement): Promise<Signed>;
  entries(delegation?: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

function principal(person: DemoPerson, engine: Engine, authTime: Date): Principal {
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
    authTime,
    acr: undefined,
    amr: [],
    expiresAt: new Date('2100-01-01T00:00:00Z'),
  };
}

export async function openHouse(given?: Database, bundle?: PolicyBundle, mail?: Mail): Promise<House> {
  const database = given ?? (await openTestDatabase());
  const clock = {
    at: new Date('2026-03-02T09:00:00.000Z'),
    pass(seconds: number) {
      clock.at = new Date(clock.at.getTime() + seconds * 1000);
    },
  };
  const settings = testConfig();
  let engine = prepare(bundle ?? unlimited(settings.domains));
  const services: Services = {
    database,
    config: settings,
    log: pino({ level: 'silent' }),
    clock: clockAt(() => clock.at),
    policy: () => engine,
    node: 'test',
    trouble: { present: async () => false, requireNone: async () => undefined },
    wake: () => undefined,
    ...(mail ? { mail } : {}),
  };
  const context = contextFor(services, { requestId: 'test' });
  await importDirectory(context, world.directory);
  await registerBackends(context, [{ id: 'accounts', resource: RESOURCE, clientId: 'svc_accounts' }]);

  const person = (domain: DemoPerson['domain'], login: string): DemoPerson => {
    const found = world.people.find((one) => one.domain === domain && one.login === login);
    if (!found) throw new Error(`Nobody is called ${login} in ${domain}.`);
    return found;
  };
  const who: House['who'] = (domain, login) => principal(person(domain, login), engine, clock.at);
  const accountOf: House['accountOf'] = (login) => person('customer', login).accounts[0] ?? '';

  const keys = enrolment(context);
  const requestOf = (customer: string, actions: string[], more: Partial<DelegationSession> = {}) => ({
    subject: person('customer', customer).id,
    justification: 'The customer wrote that the settings look wrong.',
    authorizationDetails: [
      {
        type: 'delegation_session' as const,
        actions,
        locations: [RESOURCE],
        identifier: accountOf(customer),
        purpose: { code: 'check-setting', ref: 'TCK-1042' },
        max_duration: 600,
        ...more,
      },
    ],
  });

  return {
    context,
    services,
    database: sealingDatabase(services),
    contextAt: (at) => contextFor({ ...services, clock: clockAt(() => at) }, { requestId: 'test' }),
    judgeBy: (next) => {
      engine = next;
    },
    clock,
    who,
    accountOf,
    asks: (login, customer, actions, more) =>
      submitRequest(context, {
        principal: who('support', login),
        request: requestOf(customer, actions, more),
      }),
    declares: async (login, customer, more, as = who('support', login)) => {
      const request = requestOf(customer, READ, more);
      const { subject, authorizationDetails, justification } = request;
      const hash = declaredHash({ subject, details: authorizationDetails, justification });
      const built = await offerDeclaration(context, { principal: as, hash });
      await keys.enrol(as);
      const signed = keys.sign(as, built);
      return submitRequest(context, { principal: as, request: { ...request, emergency: true, signed } });
    },
    finds: async (reviewer, id, decision = 'justified', comment = 'The ticket and what was read agree.') => {
      const principal = typeof reviewer === 'string' ? who('admin', reviewer) : reviewer;
      const finding = { id, decision, comment };
      const signed = keys.sign(principal, await offerFinding(context, { principal, finding }));
      return recordFinding(context, { principal, finding: { ...finding, signed } });
    },
    reviews: async (login, delegation, decision = 'approve', more = {}) => {
      const principal = who('admin', login);
      if (delegation.emergency) await keys.enrol(principal);
      const built = await buildStatement(context, {
        principal,
        statement: { kind: 'approval', target: delegation.id, decision, ...more },
      });
      const signed = keys.sign(principal, built);
      return reviewRequest(context, { principal, review: { id: delegation.id, decision, ...more, signed } });
    },
    answers: async (login, delegation, decision = 'give', more = {}) => {
      const principal = who('customer', login);
      if (decision === 'give' && signatureRule(context, 'consent', delegation) === 'sensitive_consent')
        await keys.enrol(principal);
      const built = await buildStatement(context, {
        principal,
        statement: { kind: 'consent', target: delegation.id, decision, ...more },
      });
      const signed = keys.sign(principal, built);
      return answerConsent(context, { principal, answer: { id: delegation.id, decision, ...more, signed } });
    },
    enrolled: (domain, login) => keys.enrol(who(domain, login)),
    signsWithPasskey: async (principal, built) => {
      await keys.enrol(principal);
      return keys.sign(principal, built);
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
    close: async () => {
      await expectSameAnswers(database, engine);
      await database.close();
    },
  };
}
