import 'server-only';
import type { Tokens } from '@countersign/client';
import { and, eq, gt, sql } from 'drizzle-orm';
import type { Identified } from '#lib/broker/profile.ts';
import { readConfig } from '#lib/config.ts';
import type { Database } from '#lib/database/client.ts';
import type { Door } from '#lib/doors.ts';
import { hashHandle } from './handle.ts';
import { seal, unseal } from './seal.ts';
import { type Profile, tablesOf } from './tables.ts';

/** A sign-in at one door, as the console's server side holds it. Never leaves it. */
export interface SignIn {
  readonly subject: string;
  readonly profile: Profile;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly accessExpiresAt: Date;
}

type Reader = Pick<Database, 'select'>;

export async function insertSignIn(
  writer: Pick<Database, 'insert'>,
  door: Door,
  session: { readonly handle: string; readonly userId: string; readonly expiresAt: Date },
  signedIn: Identified & { readonly tokens: Tokens },
): Promise<void> {
  const { sessions, signIns } = tablesOf[door];
  const handleHash = hashHandle(session.handle);
  await writer
    .insert(sessions)
    .values({ sessionToken: handleHash, userId: session.userId, expires: session.expiresAt });
  await writer.insert(signIns).values({
    handleHash,
    subject: signedIn.subject,
    profile: signedIn.profile,
    sealedTokens: sealTokens(door, handleHash, signedIn.tokens),
    accessExpiresAt: signedIn.tokens.expiresAt,
  });
}

export async function findSignIn(reader: Reader, door: Door, handle: string): Promise<SignIn | undefined> {
  const [row] = await live(reader, door, handle);
  return row === undefined ? undefined : parseRow(door, row.signIn);
}

export async function findSignInForUpdate(
  reader: Reader,
  door: Door,
  handle: string,
): Promise<SignIn | undefined> {
  const [row] = await live(reader, door, handle).for('update');
  return row === undefined ? undefined : parseRow(door, row.signIn);
}

export async function replaceTokens(
  writer: Pick<Database, 'update'>,
  door: Door,
  handle: string,
  tokens: Tokens,
  profile: Profile,
): Promise<void> {
  const { signIns } = tablesOf[door];
  const handleHash = hashHandle(handle);
  await writer
    .update(signIns)
    .set({ profile, sealedTokens: sealTokens(door, handleHash, tokens), accessExpiresAt: tokens.expiresAt })
    .where(eq(signIns.handleHash, handleHash));
}

export async function replaceProfile(
  writer: Pick<Database, 'update'>,
  door: Door,
  handle: string,
  profile: Profile,
): Promise<void> {
  const { signIns } = tablesOf[door];
  await writer
    .update(signIns)
    .set({ profile })
    .where(eq(signIns.handleHash, hashHandle(handle)));
}

/** Answers the sign-in that ended, if there was one: its refresh family is still to be revoked. */
export async function deleteSignIn(
  writer: Pick<Database, 'delete'>,
  door: Door,
  handle: string,
): Promise<SignIn | undefined> {
  const { sessions, signIns } = tablesOf[door];
  const handleHash = hashHandle(handle);
  const [row] = await writer.delete(signIns).where(eq(signIns.handleHash, handleHash)).returning();
  await writer.delete(sessions).where(eq(sessions.sessionToken, handleHash));
  return row === undefined ? undefined : parseRow(door, row);
}

function live(reader: Reader, door: Door, handle: string) {
  const { sessions, signIns } = tablesOf[door];
  return reader
    .select({ signIn: signIns })
    .from(signIns)
    .innerJoin(sessions, eq(sessions.sessionToken, signIns.handleHash))
    .where(and(eq(signIns.handleHash, hashHandle(handle)), gt(sessions.expires, sql`now()`)));
}

type Row = (typeof tablesOf)[Door]['signIns']['$inferSelect'];

function parseRow(door: Door, row: Row): SignIn {
  const text = unseal(readConfig().masterKey, placeOf(door, row.handleHash), row.sealedTokens);
  const { accessToken, refreshToken }: { accessToken: string; refreshToken: string } = JSON.parse(text);
  const { subject, profile, accessExpiresAt } = row;
  return { subject, profile, accessToken, refreshToken, accessExpiresAt };
}

function sealTokens(door: Door, handleHash: string, tokens: Tokens): string {
  const { accessToken, refreshToken } = tokens;
  if (refreshToken === undefined)
    throw new Error('The broker issued a sign-in token without a refresh token.');
  return seal(
    readConfig().masterKey,
    placeOf(door, handleHash),
    JSON.stringify({ accessToken, refreshToken }),
  );
}

function placeOf(door: Door, handleHash: string): string {
  return `${door}/${handleHash}`;
}
