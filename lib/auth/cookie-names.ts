import 'server-only';
import type { NextAuthConfig } from 'next-auth';
import { readConfig } from '#lib/config.ts';
import type { Door } from '#lib/doors.ts';

export function sessionCookieName(door: Door): string {
  return `${prefix()}countersign.${door}.session`;
}

/** Every cookie of a door has its own name: instances that share one would read each other's. */
export function doorCookies(door: Door): NonNullable<NextAuthConfig['cookies']> {
  const options = { httpOnly: true, sameSite: 'lax' as const, path: '/', secure: prefix() !== '' };
  const short = { ...options, maxAge: 15 * 60 };
  const name = (purpose: string) => `${prefix()}countersign.${door}.${purpose}`;
  return {
    sessionToken: { name: sessionCookieName(door), options },
    callbackUrl: { name: name('callback-url'), options },
    csrfToken: { name: name('csrf'), options },
    pkceCodeVerifier: { name: name('pkce'), options: short },
    state: { name: name('state'), options: short },
    nonce: { name: name('nonce'), options: short },
  };
}

function prefix(): '__Host-' | '' {
  return readConfig().url.startsWith('https://') ? '__Host-' : '';
}
