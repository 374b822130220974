import { and, eq, inArray } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/pg-core';
import { logEntries, logEvents } from '../../audit/tables.ts';
import { type Backend, backendsFrom, backendsRead } from '../../catalog/find-backends.ts';
import type { Context } from '../../context.ts';
import { gather } from '../../db/gather.ts';
import type { Delegation } from '../../delegation/delegation.ts';
import { type Concerned, concernedReads } from '../../delegation/judge-grant.ts';
import { delegationFrom, delegationReads } from '../../delegation/store.ts';
import { delegations } from '../../delegation/tables.ts';
import type { Principal } from '../../identity/principal.ts';
import { sessionOf } from '../../session/row.ts';
import type { Session } from '../../session/session.ts';
import { endsOfSessionsRead, notEnded, ofDelegation } from '../../session/store.ts';
import { sessions } from '../../session/tables.ts';
import type { GrantToken } from '../grant-token.ts';
import { signInRead } from '../sign-in/hold.ts';

/** All that an exchange stands on, as of one moment. */
export interface Looked {
  readonly delegation: Delegation | undefined;
  /** Of this delegation: the one that the grant token names, else the one that nobody has ended. It may have lapsed. */
  readonly session: Session | undefined;
  readonly backends: readonly Backend[];
  readonly concerned: Concerned;
  readonly signInEndsAt: Date | undefined;
  /** Leaf of the log's entry of the grant. */
  readonly grantLeaf: string | undefined;
}

/** One statement: what it finds is only to refuse well and to compute, the statement that issues checks again. */
export async function lookAt(context: Context, grant: GrantToken, actor: Principal): Promise<Looked> {
  const { reader, clock } = context;
  const grantEntry = new QueryBuilder()
    .select({ id: delegations.grantEntryId })
    .from(delegations)
    .where(eq(delegations.id, grant.delegation));
  const found = await gather(reader, {
    ...delegationReads(reader, grant.delegation),
    ...concernedReads(reader, grant.delegation),
    sessions: reader.select().from(sessions).where(named(grant)),
    sessionEnds: endsOfSessionsRead(reader, eq(logEvents.delegation, grant.delegation)),
    backends: backendsRead(reader),
    signIns: signInRead(reader, actor),
    leaves: reader
      .select({ leaf: logEntries.leaf })
      .from(logEntries)
      .where(inArray(logEntries.id, grantEntry)),
  });
  const now = clock.now();
  const delegation = delegationFrom(found, now, reader.seals);
  const [row] = found.sessions;
  const carries = row !== undefined && row.delegationId === delegation?.id;
  return {
    delegation,
    session: carries
      ? sessionOf(
          row,
          { delegation, isOverInLog: found.sessionEnds.some((end) => end.session === row.id) },
          now,
          reader.seals,
        )
      : undefined,
    backends: backendsFrom(found.backends, reader.seals),
    concerned: found,
    signInEndsAt: found.signIns[0]?.endsAt,
    grantLeaf: found.leaves[0]?.leaf,
  };
}

function named({ session, delegation }: GrantToken) {
  return session === undefined ? and(ofDelegation(delegation), notEnded) : eq(sessions.id, session);
}
