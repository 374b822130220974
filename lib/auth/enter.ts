import 'server-only';
import { cookies } from 'next/headers';
import { type Door, doorText, pathWithin } from '#lib/doors.ts';
import { sessionCookieName } from './cookie-names.ts';
import { endSignIn } from './end-sign-in.ts';
import { instances } from './instance.ts';

/** Ends what the browser still had at this door, then goes to the identity provider, which asks anew. */
export async function enter(door: Door, next: string | undefined): Promise<void> {
  const jar = await cookies();
  const handle = jar.get(sessionCookieName(door))?.value;
  if (handle !== undefined && handle !== '') {
    await endSignIn(door, handle);
    jar.delete(sessionCookieName(door));
  }
  const redirectTo = (next === undefined ? undefined : pathWithin(door, next)) ?? doorText[door].path;
  await instances[door].signIn(door, { redirectTo }, { prompt: 'login' });
}
