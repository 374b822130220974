import 'server-only';
import { createApi, type Tokens } from '@countersign/client';
import { decodeJwt } from 'jose';
import type { Profile } from '#lib/auth/tables.ts';
import type { Door } from '#lib/doors.ts';
import { doorClient } from './door-client.ts';

export interface Identified {
  /** The broker's own id of the person: who they are, whatever the identity provider calls them. */
  readonly subject: string;
  readonly profile: Profile;
}

/** Asks the broker who the holder of these tokens is; it just issued them, so their claims are read unverified. */
export async function identify(door: Door, tokens: Tokens, earlier?: Profile): Promise<Identified> {
  const { sub, roles } = decodeJwt<{ roles?: unknown }>(tokens.accessToken);
  if (sub === undefined) throw new Error('The broker issued a sign-in token without a subject.');
  const client = await doorClient(door);
  const api = createApi({ ...client, token: tokens.accessToken, dpop: client.key });
  const { data } = await api.GET('/v1/me');
  const email = earlier?.email;
  return {
    subject: sub,
    profile: {
      name: data?.name ?? earlier?.name ?? sub,
      roles: data?.roles ?? (Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : []),
      groups: data?.groups ?? earlier?.groups ?? [],
      scopes: data?.scopes ?? tokens.scope.split(' ').filter((scope) => scope !== ''),
      ...(email === undefined ? {} : { email }),
    },
  };
}
