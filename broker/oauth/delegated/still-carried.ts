import { isJsonObject, type JsonObject } from '@countersign/resource-server/jwt';
import { and, eq, exists, gt, or, type SQL, sql } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/pg-core';
import type { Context } from '../../context.ts';
import { judgeGrant } from '../../delegation/judge-grant.ts';
import { activePolicy } from '../../governance/tables.ts';
import { findPerson } from '../../identity/find-person.ts';
import { rolesOf } from '../../policy/bundle.ts';
import type { Actor } from '../../policy/question.ts';
import type { Session } from '../../session/session.ts';
import { findSession, living } from '../../session/store.ts';
import { delegatedTokens, sessions } from '../../session/tables.ts';
import { findClient } from '../clients/store.ts';
import { chainDepth } from './chain-depth.ts';

/** Issued here, for that backend, and its session lives: by the database's clock, in one statement. */
async function heldBySession(context: Context, jti: string, resource: string, version: string) {
  const now = context.clock.sql;
  const underActive: SQL = exists(
    new QueryBuilder()
      .select({ one: sql`1` })
      .from(activePolicy)
      .where(
        and(
          eq(activePolicy.name, 'active'),
          or(eq(activePolicy.version, version), eq(activePolicy.version, sessions.policyVersion)),
        ),
      ),
  );
  const [row] = await context.reader
    .select({ sid: sessions.id, details: delegatedTokens.details })
    .from(delegatedTokens)
    .innerJoin(sessions, eq(sessions.id, delegatedTokens.sessionId))
    .where(
      and(
        eq(delegatedTokens.jti, jti),
        eq(delegatedTokens.resource, resource),
        gt(delegatedTokens.expiresAt, now),
        living(now),
        underActive,
      ),
    );
  return row;
}

/** The actor as the directory and the registry have them now; undefined: shut out. */
export async function actorNow(
  context: Context,
  { actorId, clientId, domain }: Pick<Session, 'actorId' | 'clientId' | 'domain'>,
): Promise<Actor | undefined> {
  const client = await findClient(context.reader, clientId);
  if (client === undefined) return undefined;
  if (domain === 'service')
    return client.id === actorId ? { kind: 'service', id: client.id, roles: ['service'] } : undefined;
  const person = await findPerson(context.reader, actorId);
  if (!person?.enabled || person.person === undefined) return undefined;
  const roles = rolesOf(context.policy.bundle, person.domain, person.groups);
  return { kind: 'agent', id: person.id, roles, person: person.person };
}

/** All backends that passed the delegation on, while each of them is registered; an agent that acts alone has nobody behind it. */
async function passedOnBy(context: Context, act: unknown): Promise<Actor[] | undefined> {
  const actors: Actor[] = [];
  for (let one = act; isJsonObject(one) && one.act !== undefined; one = one.act) {
    const client = await findClient(context.reader, String(one.sub));
    if (client === undefined) return undefined;
    actors.push({ kind: 'service', id: client.id, roles: ['service'] });
  }
  return actors;
}

/** Whether the session, the actor and policy (stage `use`) still carry a delegated token. */
export async function stillCarried(context: Context, claims: JsonObject, resource: string): Promise<boolean> {
  const { jti, sid, dlg } = claims;
  const version = typeof dlg === 'object' && dlg !== null && 'policy' in dlg ? String(dlg.policy) : '';
  const held = await heldBySession(context, String(jti), resource, version);
  if (held === undefined || held.sid !== sid) return false;
  const session = await findSession(context.reader, held.sid, context.clock.now());
  if (session?.state.status !== 'live') return false;
  const first = await actorNow(context, session);
  const others = await passedOnBy(context, claims.act);
  if (first === undefined || others === undefined) return false;
  for (const actor of [first, ...others]) {
    const judging = {
      stage: 'use',
      actor,
      details: held.details,
      chainDepth: chainDepth(claims.act),
    } as const;
    const { decision } = await judgeGrant(context, session.delegation, judging);
    if (decision !== 'allow') return false;
  }
  return true;
}
