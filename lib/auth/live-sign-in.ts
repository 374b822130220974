import 'server-only';
import { TokenError } from '@countersign/client';
import { doorClient } from '#lib/broker/door-client.ts';
import { identify } from '#lib/broker/profile.ts';
import { database } from '#lib/database/client.ts';
import type { Door } from '#lib/doors.ts';
import { log } from '#lib/log.ts';
import { hashHandle } from './handle.ts';
import { deleteSignIn, findSignIn, findSignInForUpdate, replaceTokens, type SignIn } from './sign-ins.ts';

const leewayMs = 30_000;
const refreshing = new Map<string, Promise<SignIn | undefined>>();

/** The sign-in behind a cookie's handle, with an access token good for another half minute; or nobody. */
export async function liveSignIn(door: Door, handle: string): Promise<SignIn | undefined> {
  const signIn = await findSignIn(database(), door, handle);
  if (signIn === undefined || isFresh(signIn)) return signIn;
  const key = `${door}/${hashHandle(handle)}`;
  const running = refreshing.get(key) ?? refresh(door, handle).finally(() => refreshing.delete(key));
  refreshing.set(key, running);
  return running;
}

/**
 * One refresher per handle, in whatever process: whoever waits for the row lock finds fresh tokens and goes
 * away with them. A refresh token used twice would end the family at the broker. A crash before the commit
 * leaves the old token here; the broker answers it with the same successor for a few seconds.
 */
async function refresh(door: Door, handle: string): Promise<SignIn | undefined> {
  return database().transaction(async (transaction) => {
    const signIn = await findSignInForUpdate(transaction, door, handle);
    if (signIn === undefined || isFresh(signIn)) return signIn;
    const client = await doorClient(door);
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

function isFresh(signIn: SignIn): boolean {
  return signIn.accessExpiresAt.getTime() - Date.now() > leewayMs;
}
