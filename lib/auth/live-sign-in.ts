import 'server-only';
import { database } from '#lib/database/client.ts';
import type { Door } from '#lib/doors.ts';
import { hashHandle } from './handle.ts';
import { isFresh, refreshSignIn } from './refresh-sign-in.ts';
import { findSignIn, type SignIn } from './sign-ins.ts';

const refreshing = new Map<string, Promise<SignIn | undefined>>();

/** The sign-in behind a cookie's handle, with an access token good for another half minute; or nobody. */
export async function liveSignIn(door: Door, handle: string): Promise<SignIn | undefined> {
  const signIn = await findSignIn(database(), door, handle);
  if (signIn === undefined || isFresh(signIn)) return signIn;
  const key = `${door}/${hashHandle(handle)}`;
  const running =
    refreshing.get(key) ?? refreshSignIn(database(), door, handle).finally(() => refreshing.delete(key));
  refreshing.set(key, running);
  return running;
}
