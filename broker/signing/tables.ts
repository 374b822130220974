import { jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { Signature, Statement } from './statement.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

/** Statements that the broker built and nobody has signed yet. The nonce itself is kept as its hash only. */
export const statementNonces = pgTable('statement_nonces', {
  nonceHash: text('nonce_hash').primaryKey(),
  signerId: text('signer_id').notNull(),
  statement: jsonb('statement').$type<Statement>().notNull(),
  expiresAt: instant('expires_at').notNull(),
  usedAt: instant('used_at'),
});

/** Of every row that keeps a signature. */
export const signatureColumns = () => ({
  statement: jsonb('statement').$type<Statement>().notNull(),
  challenge: text('challenge').notNull(),
  nonce: text('nonce'),
  method: text('method').$type<Signature['method']>().notNull(),
  proof: jsonb('proof').$type<Signature['proof']>(),
});

/** Of a row that may get a signature later. */
export const laterSignatureColumns = () => ({
  statement: jsonb('statement').$type<Statement>(),
  challenge: text('challenge'),
  nonce: text('nonce'),
  method: text('method').$type<Signature['method']>(),
  proof: jsonb('proof').$type<Signature['proof']>(),
});
