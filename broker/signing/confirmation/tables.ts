import { integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

/** Codes that were mailed, each for one statement under one nonce. Of the code nothing is kept but its keyed hash. */
export const confirmationCodes = pgTable('confirmation_codes', {
  nonceHash: text('nonce_hash').primaryKey(),
  signerId: text('signer_id').notNull(),
  codeHash: text('code_hash').notNull(),
  /** Masked. */
  sentTo: text('sent_to').notNull(),
  mailedAt: instant('mailed_at').notNull(),
  tries: integer('tries').notNull(),
  expiresAt: instant('expires_at').notNull(),
  usedAt: instant('used_at'),
});

/** How many codes were mailed lately to one person about one thing. */
export const confirmationMails = pgTable(
  'confirmation_mails',
  {
    signerId: text('signer_id').notNull(),
    about: text('about').notNull(),
    mails: integer('mails').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.signerId, table.about] })],
);
