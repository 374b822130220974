import 'server-only';
import { cookies } from 'next/headers';
import { sessionCookieName } from '#lib/auth/cookie-names.ts';
import { hashHandle } from '#lib/auth/handle.ts';
import { liveSignIn } from '#lib/auth/live-sign-in.ts';
import { doorClient } from '#lib/broker/door-client.ts';
import { findGrant } from './session-grants.ts';
import { SessionOver } from './session-over.ts';

interface Kept {
  readonly token: string;
  readonly expiresAt: Date;
}

/** A token serves the few calls of one page; what it says of the session, its level and reveals, is in the key. */
const kept = new Map<string, Kept>();
const SPARE_MS = 20_000;

export interface For {
  readonly sid: string;
  readonly level: 'read' | 'write';
  /** Action → masked fields that are shown in the session. */
  readonly revealed: Readonly<Record<string, readonly string[]>>;
  readonly resource: string;
}

/** Exchanges the session's grant for a token for one backend, as the agent who is signed in here and now. */
export async function delegatedToken({ sid, level, revealed, resource }: For): Promise<string> {
  const handle = (await cookies()).get(sessionCookieName('support'))?.value;
  const signIn = handle === undefined ? undefined : await liveSignIn('support', handle);
  if (handle === undefined || signIn === undefined) throw new SessionOver();
  const key = [hashHandle(handle), sid, level, JSON.stringify(revealed), resource].join(' ');
  const known = kept.get(key);
  if (known && known.expiresAt.getTime() - SPARE_MS > Date.now()) return known.token;
  const grantToken = await findGrant(handle, sid);
  if (grantToken === undefined) throw new SessionOver();
  const { tokens } = await doorClient('support');
  const issued = await tokens.exchangeDelegation({ grantToken, actorToken: signIn.accessToken, resource });
  for (const [other, { expiresAt }] of kept) if (expiresAt.getTime() <= Date.now()) kept.delete(other);
  kept.set(key, { token: issued.accessToken, expiresAt: issued.expiresAt });
  return issued.accessToken;
}

/** After a refusal or an end: nothing of that session is used again. */
export function dropTokens(sid: string): void {
  for (const key of kept.keys()) if (key.split(' ')[1] === sid) kept.delete(key);
}
