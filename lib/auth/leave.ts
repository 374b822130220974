import 'server-only';
import { redirect } from 'next/navigation';
import { readConfig } from '#lib/config.ts';
import type { Door } from '#lib/doors.ts';
import { endSessionEndpoint } from './end-session-endpoint.ts';
import { instances } from './instance.ts';

/** Signs out here, at the broker, and at the identity provider, so that the next person is asked who they are. */
export async function leave(door: Door): Promise<void> {
  await instances[door].signOut({ redirect: false });
  const config = readConfig();
  const own = config.doors[door];
  const endpoint = await endSessionEndpoint(own.issuer);
  const back = `${config.url}/`;
  if (endpoint === undefined) redirect(back);
  const target = new URL(endpoint);
  target.searchParams.set('client_id', own.clientId);
  target.searchParams.set('post_logout_redirect_uri', back);
  redirect(target.href);
}
