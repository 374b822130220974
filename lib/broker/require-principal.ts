import 'server-only';
import { type Api, type CallerFetch, createApi } from '@countersign/client';
import { cookies, headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { sessionCookieName } from '#lib/auth/cookie-names.ts';
import { endSignIn } from '#lib/auth/end-sign-in.ts';
import { liveSignIn } from '#lib/auth/live-sign-in.ts';
import { replaceProfile, type SignIn } from '#lib/auth/sign-ins.ts';
import { database } from '#lib/database/client.ts';
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

interface Found {
  readonly handle: string;
  readonly signIn: SignIn;
  readonly principal: (through: (send: CallerFetch) => CallerFetch) => Principal;
}

const findSignedIn = cache(async (door: Door): Promise<Found | undefined> => {
  const handle = (await cookies()).get(sessionCookieName(door))?.value;
  if (handle === undefined || handle === '') return undefined;
  const signIn = await liveSignIn(door, handle);
  if (signIn === undefined) return undefined;
  const client = await doorClient(door);
  const token = async () => (await liveSignIn(door, handle))?.accessToken ?? signIn.accessToken;
  return {
    handle,
    signIn,
    principal: (through) => ({
      door,
      id: signIn.subject,
      ...signIn.profile,
      api: createApi({
        ...client,
        token,
        dpop: client.key,
        fetch: through(orSignInAgain(door, handle, client.fetch)),
      }),
    }),
  };
});

/** The first line of every page of a door: the person who is signed in, else off to the sign-in page. */
export async function requirePrincipal(door: Door): Promise<Principal> {
  const found = await findSignedIn(door);
  if (found !== undefined) return found.principal((send) => orNothingHere(door, found, send));
  const asked = (await headers()).get('x-countersign-path');
  redirect(signInPath(door, asked ?? undefined));
}

/** For drawing only (a layout's greeting, the page of doors): the person who is signed in, or nobody. */
export const findPrincipal = cache(
  async (door: Door): Promise<Principal | undefined> => (await findSignedIn(door))?.principal((send) => send),
);

/**
 * Whoever may no longer do what they could when they signed in finds nothing on the page, as if they never could; and
 * from the next page on they are drawn as what they are now.
 */
function orNothingHere(door: Door, { handle, signIn, principal }: Found, send: CallerFetch): CallerFetch {
  return async (url, request) => {
    const response = await send(url, request);
    const challenge = response.headers.get('www-authenticate') ?? '';
    if (response.status !== 403 || !challenge.includes('insufficient_scope')) return response;
    await response.body?.cancel();
    const { data } = await principal((plain) => plain).api.GET('/v1/me');
    if (data !== undefined) {
      const { roles, groups, scopes } = data;
      await replaceProfile(database(), door, handle, { ...signIn.profile, roles, groups, scopes });
    }
    notFound();
  };
}

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
