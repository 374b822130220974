import { and, eq, gt } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { delegatedTokens, sessions } from './tables.ts';

export interface Stopped {
  sessions: number;
  tokens: number;
  /** The backends that may still hold one of those tokens for good. */
  resources: string[];
}

/** What ended at that instant together with the delegation. */
export async function countStopped(context: Context, delegation: string, endedAt: Date): Promise<Stopped> {
  const [ended, tokens] = await Promise.all([
    context.reader.$count(
      sessions,
      and(eq(sessions.delegationId, delegation), eq(sessions.endedAt, endedAt)),
    ),
    context.reader
      .select({ resource: delegatedTokens.resource })
      .from(delegatedTokens)
      .where(and(eq(delegatedTokens.delegationId, delegation), gt(delegatedTokens.expiresAt, endedAt))),
  ]);
  return {
    sessions: ended,
    tokens: tokens.length,
    resources: [...new Set(tokens.map(({ resource }) => resource))].sort(),
  };
}
