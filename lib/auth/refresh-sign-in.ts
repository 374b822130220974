import 'server-only';
import { TokenError } from '@countersign/client';
import { doorClient } from '#lib/broker/door-client.ts';
import { identify } from '#lib/broker/profile.ts';
import type { Database } from '#lib/database/client.ts';
import type { Door } from '#lib/doors.ts';
import { log } from '#lib/log.ts';
import { deleteSignIn, findSignInForUpdate, replaceTokens, type SignIn } from './sign-ins.ts';

const leewayMs = 30_000;

export function isFresh(signIn: SignIn): boolean {
  return signIn.accessExpiresAt.getTime() - Date.now() > leewayMs;
}

/**
 * One refresher per handle, in whatever process: whoever waits for the row lock finds fresh tokens and goes
 * away with them. A refresh token used twice would end the family at the broker. A crash before the commit
 * leaves the old token here; the broker answers it with the same successor for a few seconds.
 */
export async function refreshSignIn(
  database: Database,
  door: Door,
  handle: string,
): Promise<SignIn | undefined> {
  const client = await doorClient(door);
  return database.transaction(async (transaction) => {
    const signIn = await findSignInForUpdate(transaction, door, handle);
    if (signIn === undefined || isFresh(signIn)) return signIn;
    try {
      const tokens = await client.tokens.refresh({ refreshToken: signIn.refreshToken });
      const { profile } = await identify(door, tokens, signIn.profile);
      await replaceTokens(transaction, door, handle, tokens, profile);
      const { accessToken, expiresAt, refreshToken = signIn.refreshToken } = tokens;
      return { subject: signIn.subject, profile, accessToken, refreshToken, accessExpiresAt: expiresAt };
    } catch (error) {
      if (!(error instanceof TokenError) || error.error !== 'invalid_grant') throw error;
      log.info({ door, subject: signIn.subject }, 'the broker ended this sign-in');
      await deleteSignIn(transaction, door, handle);
      return undefined;
    }
  });
}
