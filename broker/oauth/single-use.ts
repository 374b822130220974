import { createHash } from 'node:crypto';
import { lte } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { insertInto } from '../db/build.ts';
import { singleUseMarks } from './tables.ts';

export type MarkKind = 'client-assertion' | 'dpop-proof' | 'id-token';

/** True for whoever comes first. One conditional write, shared by all nodes; nothing that fails later takes it back. */
export async function firstUse(
  context: Context,
  kind: MarkKind,
  mark: string,
  until: Date,
): Promise<boolean> {
  const { count } = await context.burn(
    insertInto(singleUseMarks)
      .values({ kind, mark, expiresAt: until })
      .onConflictDoUpdate({
        target: [singleUseMarks.kind, singleUseMarks.mark],
        set: { expiresAt: until },
        setWhere: lte(singleUseMarks.expiresAt, context.clock.sql),
      }),
  );
  return count === 1;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64url');
}

export function secondsAfter(instant: Date, seconds: number): Date {
  return new Date(instant.getTime() + seconds * 1000);
}
