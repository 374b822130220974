import { and, eq, exists, isNull, notExists, sql } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/pg-core';
import { type Entry, hashOf } from '../../audit/event.ts';
import { type Write, write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { insertInto, update } from '../../db/build.ts';
import type { Decision } from '../../decisions/decision.ts';
import { recordingDecision } from '../../decisions/store.ts';
import { changedMeanwhile } from '../../delegation/retry-lost-races.ts';
import { activePolicy } from '../../governance/tables.ts';
import type { Principal } from '../../identity/principal.ts';
import { people, persons } from '../../identity/tables.ts';
import { living } from '../../session/store.ts';
import { delegatedTokens, sessions } from '../../session/tables.ts';
import type { ChainedClaims, DelegatedClaims } from '../claims.ts';
import { clients } from '../clients/tables.ts';
import { personAlive } from '../sign-in/store.ts';
import { signIns } from '../sign-in/tables.ts';
import { revokedTokens } from '../tables.ts';

const from = new QueryBuilder();
const one = { one: sql`1` };

export function policyStillActive(version: string) {
  return exists(
    from
      .select(one)
      .from(activePolicy)
      .where(and(eq(activePolicy.name, 'active'), eq(activePolicy.version, version)))
      .for('share'),
  );
}

/** The person enabled and signed in, by the very sign-in the actor token was issued under; of a service, its registration. */
function actorStillThere(context: Context, { signInId, clientId, id }: Principal) {
  if (signInId === undefined)
    return exists(
      from
        .select(one)
        .from(clients)
        .where(and(eq(clients.id, clientId), isNull(clients.disabledAt)))
        .for('share'),
    );
  return exists(
    from
      .select(one)
      .from(signIns)
      .innerJoin(people, eq(people.id, signIns.peopleId))
      .innerJoin(persons, eq(persons.id, people.personId))
      .where(
        and(
          eq(signIns.id, signInId),
          eq(people.id, id),
          isNull(signIns.endedAt),
          sql`${signIns.endsAt} > ${context.clock.sql}`,
          personAlive,
        ),
      )
      .for('share', { of: persons }),
  );
}

/**
 * What a backend passes on is still good: who revokes it holds the session's row and revokes what was made from it.
 * A statement of its own, after the one that may have waited for that row: a statement that waits looks at the row
 * again, but at other tables as they were when it began.
 */
function whileNotRevoked(session: string, jti: string): Write {
  const revoked = from.select(one).from(revokedTokens).where(eq(revokedTokens.jti, jti));
  return write(
    update(sessions)
      .set({ status: sql`${sessions.status}` })
      .where(and(eq(sessions.id, session), notExists(revoked))),
    { rows: 1, otherwise: changedMeanwhile() },
  );
}

const withinBudget = sql`coalesce(${sessions.callsUsed} < (${sessions.budget}->>'calls')::int, true)`;

/** The decisions a token rests on. The one that the session names already is on record. */
interface RestsOn {
  readonly decisions: readonly Decision[];
  readonly known: string | undefined;
  readonly parentJti?: string;
}

/**
 * One statement holds everything a token stands on, by the database's clock: session live and delegation granted,
 * actor enabled and signed in, budget left, policy version still the one that judged. Every stop writes the
 * session's row; disabling a person or a client and activating a policy write rows that are locked here to be shared. So each of
 * them and an issue are in one order, also where this statement had to wait and looks at the locked rows again.
 * What is passed on takes one statement more, and so cannot be recorded at once.
 */
export function issuing(
  context: Context,
  actor: Principal,
  claims: DelegatedClaims | ChainedClaims,
  { decisions, known, parentJti }: RestsOn,
): { writes: Write[]; entries: Entry[] } {
  const otherwise = changedMeanwhile();
  const { clock } = context;
  const details = [...claims.authorization_details];
  const [first] = decisions;
  const fresh = decisions.filter(({ id }) => id !== known);
  return {
    writes: [
      write(
        update(sessions)
          .set({ lastUsedAt: clock.sql, ...(first && fresh.length > 0 ? { decisionId: first.id } : {}) })
          .where(
            and(
              eq(sessions.id, claims.sid),
              parentJti === undefined ? eq(sessions.level, claims.dlg.level) : undefined,
              living(clock.sql),
              withinBudget,
              actorStillThere(context, actor),
              policyStillActive(claims.dlg.policy),
            ),
          ),
        { rows: 1, otherwise },
      ),
      ...(parentJti === undefined ? [] : [whileNotRevoked(claims.sid, parentJti)]),
      write(
        insertInto(delegatedTokens).values({
          jti: claims.jti,
          parentJti: parentJti ?? null,
          sessionId: claims.sid,
          delegationId: claims.dlg.id,
          resource: claims.aud,
          actions: claims.scope.split(' '),
          details,
          level: claims.dlg.level,
          issuedAt: new Date(claims.iat * 1000),
          expiresAt: new Date(claims.exp * 1000),
        }),
        { rows: 1, otherwise },
      ),
      ...fresh.map(recordingDecision),
    ],
    entries: [
      {
        type: 'token.issued',
        actor: claims.act.sub,
        subject: claims.sub,
        delegation: claims.dlg.id,
        session: claims.sid,
        jti: claims.jti,
        policyVersion: claims.dlg.policy,
        hashes: {
          details: hashOf(details),
          evidence: claims.dlg.evidence,
          ...(first ? { question: first.questionHash } : {}),
        },
        facts: {
          ...(parentJti === undefined ? { grant: 'delegation' } : { grant: 'chain', parent: parentJti }),
          resource: claims.aud,
          actions: claims.scope,
          level: claims.dlg.level,
          mode: claims.dlg.mode,
          exp: claims.exp,
        },
      },
    ],
  };
}
