import { sql } from 'drizzle-orm';
import { bigint, boolean, index, jsonb, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import { signatureColumns } from '../tables.ts';
import type { EnrolledBy, PasskeyState } from './passkey.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

/** A row stays when its key is removed: what it signed can still be checked, and its owner was enrolled once. */
export const passkeys = pgTable(
  'passkeys',
  {
    id: text('id').primaryKey(),
    ownerId: text('owner_id').notNull(),
    personId: text('person_id').notNull(),
    credentialId: text('credential_id').notNull().unique(),
    /** COSE_Key in base64url. */
    publicKey: text('public_key').notNull(),
    counter: bigint('counter', { mode: 'number' }).notNull(),
    transports: jsonb('transports').$type<string[]>().notNull(),
    aaguid: text('aaguid').notNull(),
    backedUp: boolean('backed_up').notNull(),
    name: text('name').notNull(),
    state: text('state').$type<PasskeyState>().notNull(),
    enrolledBy: text('enrolled_by').$type<EnrolledBy>().notNull(),
    createdAt: instant('created_at').notNull(),
    confirmedAt: instant('confirmed_at'),
    confirmedBy: text('confirmed_by'),
    /** Since when it rests on more than a session of its owner. */
    vouchedAt: instant('vouched_at'),
    removedAt: instant('removed_at'),
    removedBy: text('removed_by'),
    lastUsedAt: instant('last_used_at'),
    /** See broker/seals. Null: signs nothing. */
    seal: text('seal'),
  },
  (table) => [
    index('passkeys_owner').on(table.ownerId),
    index('passkeys_state').on(table.state, table.id),
    /** A sign-in alone brings a customer one key, ever. */
    uniqueIndex('passkeys_first_by_sign_in').on(table.ownerId).where(sql`enrolled_by = 'sign_in'`),
  ],
);

/** Signed statements: whoever let a key in, or kept it out. */
export const passkeyConfirmations = pgTable('passkey_confirmations', {
  passkeyId: text('passkey_id')
    .primaryKey()
    .references(() => passkeys.id),
  signerId: text('signer_id').notNull(),
  signerPerson: text('signer_person').notNull(),
  decision: text('decision').$type<'confirm' | 'reject'>().notNull(),
  ...signatureColumns(),
  signedAt: instant('signed_at').notNull(),
});

/** One-time codes that an operator hands to a person. The code itself is kept as its hash only. */
export const enrolmentCodes = pgTable('enrolment_codes', {
  codeHash: text('code_hash').primaryKey(),
  ownerId: text('owner_id').notNull(),
  madeBy: text('made_by').notNull(),
  createdAt: instant('created_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  usedAt: instant('used_at'),
  usedFor: text('used_for'),
});

/** Signed statements: an approver's word that this account may bring a key. */
export const enrolmentInvitations = pgTable(
  'enrolment_invitations',
  {
    id: text('id').primaryKey(),
    ownerId: text('owner_id').notNull(),
    signerId: text('signer_id').notNull(),
    signerPerson: text('signer_person').notNull(),
    ...signatureColumns(),
    signedAt: instant('signed_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
    usedFor: text('used_for'),
  },
  (table) => [index('enrolment_invitations_owner').on(table.ownerId)],
);

/** What a new key must sign. Kept as a hash, used once. */
export const registrationChallenges = pgTable('registration_challenges', {
  challengeHash: text('challenge_hash').primaryKey(),
  ownerId: text('owner_id').notNull(),
  expiresAt: instant('expires_at').notNull(),
  usedAt: instant('used_at'),
});
