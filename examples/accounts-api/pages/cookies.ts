/** Cookies of these pages (RFC 6265bis): for no script, for no other site's forms; ports do not separate cookies. */
export const SESSION_COOKIE = 'northwind_pages';
export const ATTEMPT_COOKIE = 'northwind_pages_sign_in';

export function cookieOf(request: Request, name: string): string | undefined {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  const values = pairs
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 && /^[A-Za-z0-9_-]{1,100}$/.test(values[0] ?? '') ? values[0] : undefined;
}

export function setCookie(pagesUrl: string, name: string, value: string, lifetimeSeconds: number): string {
  const secure = pagesUrl.startsWith('https:') ? '; Secure' : '';
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${lifetimeSeconds}${secure}`;
}
