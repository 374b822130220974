import 'server-only';
import { cookies } from 'next/headers';
import { sessionCookieName } from '#lib/auth/cookie-names.ts';
import { dropTokens } from './delegated-token.ts';
import { forgetGrant, keepGrant } from './session-grants.ts';
import { SessionOver } from './session-over.ts';

/** Keeps what the broker answered to a start, for the sign-in that started it. */
export async function startHere(started: {
  readonly sid: string;
  readonly grant_token: string;
  readonly session: { readonly expires_at: string };
}): Promise<void> {
  const handle = (await cookies()).get(sessionCookieName('support'))?.value;
  if (handle === undefined) throw new SessionOver();
  await keepGrant(handle, {
    sid: started.sid,
    token: started.grant_token,
    expiresAt: new Date(started.session.expires_at),
  });
}

export async function endedHere(sid: string): Promise<void> {
  dropTokens(sid);
  await forgetGrant(sid);
}
