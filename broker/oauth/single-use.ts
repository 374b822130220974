import { createHash } from 'node:crypto';
import { lte, sql } from 'drizzle-orm';
import { type Write, write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { insertInto } from '../db/build.ts';
import { singleUseMarks } from './tables.ts';

export type MarkKind = 'client-assertion' | 'dpop-proof' | 'id-token' | 'other-key' | 'broken-seal';

/** Something that was shown and may be shown once. */
export interface SingleUse {
  readonly kind: MarkKind;
  readonly mark: string;
  readonly until: Date;
  /** What whoever shows it again is told. */
  readonly otherwise: Error;
}

/** A conditional write, shared by all nodes: it touches a mark for whoever comes first. */
function marking(context: Context, uses: readonly SingleUse[]) {
  return insertInto(singleUseMarks)
    .values(uses.map(({ kind, mark, until }) => ({ kind, mark, expiresAt: until })))
    .onConflictDoUpdate({
      target: [singleUseMarks.kind, singleUseMarks.mark],
      set: { expiresAt: sql`excluded.expires_at` },
      setWhere: lte(singleUseMarks.expiresAt, context.clock.sql),
    });
}

/** The marks as part of what is issued for them: all happen or none does. */
export function markUsed(context: Context, uses: readonly SingleUse[]): Write[] {
  const [first] = uses;
  if (first === undefined) return [];
  return [write(marking(context, uses), { rows: uses.length, otherwise: first.otherwise })];
}

/** Uses them up by themselves; nothing that fails later takes it back. */
export async function spend(context: Context, uses: readonly SingleUse[]): Promise<void> {
  if (uses.length === 0) return;
  const { kind, mark } = singleUseMarks;
  const { rows } = await context.burn(marking(context, uses).returning({ kind, mark }));
  const again = uses.find((use) => !rows.some((row) => row.kind === use.kind && row.mark === use.mark));
  if (again) throw again.otherwise;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64url');
}

export function secondsAfter(instant: Date, seconds: number): Date {
  return new Date(instant.getTime() + seconds * 1000);
}
