import { and, eq, gt, isNull, not, notExists, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { countingGroups, lapseTurnsInLog } from '../identity/lapses.ts';
import type { Principal } from '../identity/principal.ts';
import { disabledInLog, personHolds } from '../identity/store.ts';
import { people, persons } from '../identity/tables.ts';
import type { PeopleId, PersonId, ServiceId, SignInId } from '../ids.ts';
import { rolesOf } from '../policy/bundle.ts';
import type { OwnApiToken } from './access-token.ts';
import { clientStands, shutOutInLog } from './clients/store.ts';
import { clients } from './clients/tables.ts';
import { scopesOf, whileFresh } from './scopes.ts';
import { serviceCutOff } from './service-cut-off.ts';
import { personAlive } from './sign-in/store.ts';
import { signIns } from './sign-in/tables.ts';
import { revokedTokens } from './tables.ts';

/** Who the token speaks for, if the database agrees at this moment: one query. */
export async function livePrincipal(context: Context, token: OwnApiToken): Promise<Principal | undefined> {
  return token.domain === 'service' ? liveService(context, token) : livePerson(context, token);
}

/** The same question while a connection stays open, when no token is shown again. */
export async function isSignedIn(context: Context, principal: Principal): Promise<boolean> {
  if (principal.signInId === undefined) return isRegistered(context, principal);
  const [row] = await context.reader
    .select({ one: sql`1` })
    .from(signIns)
    .innerJoin(people, eq(people.id, signIns.peopleId))
    .innerJoin(persons, eq(persons.id, people.personId))
    .where(
      and(
        eq(signIns.id, principal.signInId),
        isNull(signIns.endedAt),
        gt(signIns.endsAt, context.clock.sql),
        personAlive,
      ),
    );
  return row !== undefined;
}

async function isRegistered(context: Context, { clientId, issuedAt }: Principal): Promise<boolean> {
  const uncut = issuedAt === undefined ? undefined : not(serviceCutOff(clientId, issuedAt));
  const there = and(eq(clients.id, clientId), isNull(clients.disabledAt), uncut);
  return (await context.reader.$count(clients, there)) > 0;
}

function notRevoked(context: Context, jti: string) {
  return notExists(
    context.reader.select({ one: sql`1` }).from(revokedTokens).where(eq(revokedTokens.jti, jti)),
  );
}

async function liveService(context: Context, token: OwnApiToken): Promise<Principal | undefined> {
  if (token.subject !== token.clientId) return undefined;
  const [found] = await context.reader
    .select({ client: clients, isShutOut: shutOutInLog })
    .from(clients)
    .where(
      and(
        eq(clients.id, token.clientId),
        isNull(clients.disabledAt),
        not(serviceCutOff(token.clientId, token.issuedAt)),
        notRevoked(context, token.jti),
      ),
    );
  if (!found || !clientStands(found.client, found.isShutOut, context.seals)) return undefined;
  const { client } = found;
  return {
    ...senderOf(token),
    domain: 'service',
    id: token.subject as ServiceId,
    person: undefined,
    name: client.name,
    owner: client.owner,
    roles: [],
    groups: [],
    scopes: token.scopes.filter((scope) => client.scopes.includes(scope)),
    signInId: undefined,
    authTime: undefined,
    acr: undefined,
    amr: [],
    issuedAt: token.issuedAt,
  };
}

async function livePerson(context: Context, token: OwnApiToken): Promise<Principal | undefined> {
  if (token.signInId === undefined) return undefined;
  const [row] = await context.reader
    .select({
      person: people,
      human: persons,
      client: clients,
      isShutOut: shutOutInLog,
      signIn: signIns,
      disabledInLog,
      lapseTurnsInLog,
    })
    .from(signIns)
    .innerJoin(people, eq(people.id, signIns.peopleId))
    .innerJoin(persons, eq(persons.id, people.personId))
    .innerJoin(clients, eq(clients.id, signIns.clientId))
    .where(
      and(
        eq(signIns.id, token.signInId),
        eq(signIns.clientId, token.clientId),
        eq(people.id, token.subject),
        isNull(signIns.endedAt),
        gt(signIns.endsAt, context.clock.sql),
        personAlive,
        isNull(clients.disabledAt),
        notRevoked(context, token.jti),
      ),
    );
  if (row?.person.domain !== token.domain) return undefined;
  const { person, human, client, signIn } = row;
  const { key, disabledAt } = human;
  const holds = personHolds(
    {
      ...person,
      key,
      disabledAt,
      personSeal: human.seal,
      disabledInLog: row.disabledInLog,
      lapseTurnsInLog: row.lapseTurnsInLog,
    },
    context.seals,
  );
  if (!holds || !clientStands(client, row.isShutOut, context.seals)) return undefined;
  const groups = countingGroups(person);
  const current = rolesOf(context.policy.bundle, person.domain, groups);
  const roles = token.roles.filter((role) => current.includes(role));
  const theirs = scopesOf(person.domain, roles);
  const scopes = token.scopes.filter((scope) => theirs.includes(scope));
  return {
    ...senderOf(token),
    domain: person.domain,
    id: person.id as PeopleId,
    person: key === null && person.domain !== 'customer' ? undefined : (person.personId as PersonId),
    name: person.name,
    roles,
    groups,
    scopes: whileFresh(person.domain, scopes, signIn.idTokenIssuedAt, context.clock.now()),
    signInId: signIn.id as SignInId,
    authTime: signIn.authTime ?? undefined,
    acr: signIn.acr ?? undefined,
    amr: signIn.amr,
  };
}

function senderOf({ confirmation, clientId, expiresAt }: OwnApiToken) {
  return {
    clientId,
    expiresAt,
    jkt: 'jkt' in confirmation ? confirmation.jkt : undefined,
    x5t: 'jkt' in confirmation ? undefined : confirmation['x5t#S256'],
  };
}
