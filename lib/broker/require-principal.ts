import 'server-only';
import { type Api, type CallerFetch, createApi } from '@countersign/client';
import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { sessionCookieName } from '#lib/auth/cookie-names.ts';
import { endSignIn } from '#lib/auth/end-sign-in.ts';
import { liveSignIn } from '#lib/auth/live-sign-in.ts';
import { type Door, signInPath } from '#lib/doors.ts';
import { doorClient } from './door-client.ts';

/** Who is signed in at a door, and the broker's API as them. Has no token that could be passed on. */
export interface Principal {
  readonly door: Door;
  /** The broker's id: `agt_…`, `adm_…`, `cus_…`. */
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly scopes: readonly string[];
  readonly api: Api;
}

/** The first line of every page of a door: the person who is signed in, else off to the sign-in page. */
export async function requirePrincipal(door: Door): Promise<Principal> {
  const principal = await findPrincipal(door);
  if (principal !== undefined) return principal;
  const asked = (await headers()).get('x-countersign-path');
  redirect(signInPath(door, asked ?? undefined));
}

/** For drawing only (a layout's greeting, the page of doors): the person who is signed in, or nobody. */
export const findPrincipal = cache(async (door: Door): Promise<Principal | undefined> => {
  const handle = (await cookies()).get(sessionCookieName(door))?.value;
  if (handle === undefined || handle === '') return undefined;
  const signIn = await liveSignIn(door, handle);
  if (signIn === undefined) return undefined;
  const client = await doorClient(door);
  const token = async () => (await liveSignIn(door, handle))?.accessToken ?? signIn.accessToken;
  return {
    door,
    id: signIn.subject,
    ...signIn.profile,
    api: createApi({ ...client, token, dpop: client.key, fetch: orSignInAgain(door, handle, client.fetch) }),
  };
});

/**
 * A token that the broker no longer takes, though it should still be good, is a sign-in that somebody ended:
 * it ends here too. A nonce or a stronger sign-in asked for (RFC 9449 §9, RFC 9470) is no such thing.
 */
function orSignInAgain(door: Door, handle: string, send: CallerFetch): CallerFetch {
  return async (url, request) => {
    const response = await send(url, request);
    const challenge = response.headers.get('www-authenticate') ?? '';
    if (response.status !== 401 || /use_dpop_nonce|insufficient_user_authentication/.test(challenge))
      return response;
    await response.body?.cancel();
    await endSignIn(door, handle);
    redirect(signInPath(door));
  };
}
