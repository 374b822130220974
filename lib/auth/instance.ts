import 'server-only';
import { TokenError } from '@countersign/client';
import NextAuth, { type NextAuthConfig, type NextAuthResult } from 'next-auth';
import { doorClient } from '#lib/broker/door-client.ts';
import { identify } from '#lib/broker/profile.ts';
import { readConfig } from '#lib/config.ts';
import { type Door, doorText, signInPath } from '#lib/doors.ts';
import { log } from '#lib/log.ts';
import { doorAdapter, type Flow } from './adapter.ts';
import { doorCookies } from './cookie-names.ts';

/** One next-auth instance per door: own secret, cookies, base path, provider and tables. */
export const instances: Readonly<Record<Door, NextAuthResult>> = {
  support: NextAuth((request) => configure('support', request?.nextUrl.pathname)),
  admin: NextAuth((request) => configure('admin', request?.nextUrl.pathname)),
  customer: NextAuth((request) => configure('customer', request?.nextUrl.pathname)),
};

/** Made anew for every request, because what the exchange answers belongs to one request only. */
function configure(door: Door, pathname?: string): NextAuthConfig {
  const config = readConfig();
  const own = config.doors[door];
  const page = signInPath(door);
  const flow: Flow = { isCallback: pathname?.includes('/callback/') === true, exchanged: undefined };
  const { signInSeconds } = doorText[door];
  return {
    basePath: `/api/auth/${door}`,
    secret: own.authSecret,
    // The proxy has put the configured address in place of whatever host the request named.
    trustHost: true,
    useSecureCookies: config.url.startsWith('https://'),
    cookies: doorCookies(door),
    session: { strategy: 'database', maxAge: signInSeconds, updateAge: signInSeconds },
    pages: { signIn: page, signOut: page, error: page },
    adapter: doorAdapter(door, flow),
    providers: [
      {
        id: door,
        name: doorText[door].title,
        type: 'oidc',
        issuer: own.issuer,
        clientId: own.clientId,
        clientSecret: own.clientSecret,
        checks: ['pkce', 'state', 'nonce'],
        authorization: { params: { scope: 'openid profile email' } },
      },
    ],
    callbacks: {
      signIn: async ({ account, profile }) => {
        if (account?.id_token === undefined) return `${page}?error=provider`;
        try {
          const client = await doorClient(door);
          const tokens = await client.tokens.exchangeSignIn({ idToken: account.id_token });
          const identified = await identify(door, tokens);
          const email = profile?.email ?? undefined;
          flow.exchanged = {
            ...identified,
            profile: { ...identified.profile, ...(email === undefined ? {} : { email }) },
            tokens,
          };
          return true;
        } catch (error) {
          log.warn({ door, err: error }, 'the broker did not take the sign-in');
          return `${page}?error=${error instanceof TokenError && error.status < 500 ? 'refused' : 'unavailable'}`;
        }
      },
    },
    logger: {
      error: (error) => log.warn({ door, err: error }, 'sign-in failed'),
      warn: (code) => log.debug({ door, code }, 'next-auth warns'),
      debug: () => undefined,
    },
  };
}
