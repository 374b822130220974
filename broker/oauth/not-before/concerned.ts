import { and, eq, exists, inArray, or, type SQL, sql } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/pg-core';
import type { Context } from '../../context.ts';
import { delegations } from '../../delegation/tables.ts';
import { notFound } from '../../errors.ts';
import type { Level } from '../../identity/level.ts';
import { people, persons } from '../../identity/tables.ts';
import { notEnded } from '../../session/store.ts';
import { sessions } from '../../session/tables.ts';
import { clients } from '../clients/tables.ts';
import { signIns } from '../sign-in/tables.ts';

/** What a cut at one level reaches. */
export interface Reached {
  /** As the table names it. */
  id: string;
  grants: SQL;
  /** A delegation that is cut off itself ends also before its grant; elsewhere people still decide. */
  pending: boolean;
  signIns: SQL | undefined;
}

/** What stands on it. An id that names nothing of that kind is unknown. */
export async function reachedBy(context: Context, level: Level, id: string): Promise<Reached> {
  const { reader } = context;
  switch (level) {
    case 'subject': {
      const where = and(eq(people.id, id), eq(people.domain, 'customer'));
      requireOne(await reader.$count(people, where));
      return { id, grants: eq(delegations.subjectId, id), pending: false, signIns: undefined };
    }
    case 'actor': {
      const agent = and(eq(people.id, id), eq(people.domain, 'support'));
      const service = and(eq(clients.id, id), eq(clients.kind, 'service'));
      requireOne((await reader.$count(people, agent)) + (await reader.$count(clients, service)));
      return {
        id,
        grants: eq(delegations.actorId, id),
        pending: false,
        signIns: eq(signIns.peopleId, id),
      };
    }
    case 'client':
      requireOne(await reader.$count(clients, eq(clients.id, id)));
      return {
        id,
        grants: eq(delegations.clientId, id),
        pending: false,
        signIns: eq(signIns.clientId, id),
      };
    case 'delegation':
      requireOne(await reader.$count(delegations, eq(delegations.id, id)));
      return { id, grants: eq(delegations.id, id), pending: true, signIns: undefined };
    case 'session':
      requireOne(await reader.$count(sessions, eq(sessions.id, id)));
      return { id, grants: carryingLive(id), pending: false, signIns: undefined };
    case 'person':
      return reachedByPerson(await personNamed(context, id));
  }
}

export function reachedByPerson(person: string): Reached {
  const accounts = new QueryBuilder()
    .select({ id: people.id })
    .from(people)
    .where(eq(people.personId, person));
  return {
    id: person,
    grants: sql`(${or(inArray(delegations.actorId, accounts), inArray(delegations.subjectId, accounts))})`,
    pending: false,
    signIns: inArray(signIns.peopleId, accounts),
  };
}

function requireOne(found: number): void {
  if (found === 0) throw notFound();
}

/** A session that is over leaves its delegation as it is. */
function carryingLive(session: string): SQL {
  return exists(
    new QueryBuilder()
      .select({ one: sql`1` })
      .from(sessions)
      .where(and(eq(sessions.id, session), eq(sessions.delegationId, delegations.id), notEnded)),
  );
}

/** By the person's own id, or by that of any account. */
async function personNamed({ reader }: Context, id: string): Promise<string> {
  const [account] = await reader.select({ person: people.personId }).from(people).where(eq(people.id, id));
  if (account) return account.person;
  requireOne(await reader.$count(persons, eq(persons.id, id)));
  return id;
}
