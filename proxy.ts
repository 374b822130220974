import { type NextRequest, NextResponse } from 'next/server';

/** Sets headers, decides nothing about people: every page asks for its own principal. */
export function proxy(request: NextRequest): NextResponse {
  const configured = process.env.CONSOLE_URL;
  const own = configured === undefined ? undefined : new URL(configured);
  const path = request.nextUrl.pathname;
  if (own !== undefined && request.headers.get('host') !== own.host && path !== '/api/health') {
    return elsewhere(request, new URL(`${path}${request.nextUrl.search}`, own));
  }

  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  headers.set('x-nonce', nonce);
  headers.set('x-countersign-path', `${path}${request.nextUrl.search}`);
  if (own !== undefined) {
    headers.set('x-forwarded-host', own.host);
    headers.set('x-forwarded-proto', own.protocol.slice(0, -1));
  }
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  response.headers.set('cache-control', 'no-store');
  response.headers.set('referrer-policy', 'same-origin');
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('x-frame-options', 'DENY');
  response.headers.set('cross-origin-opener-policy', 'same-origin');
  response.headers.set('cross-origin-resource-policy', 'same-origin');
  response.headers.set(
    'permissions-policy',
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), publickey-credentials-get=(self)',
  );
  if (own?.protocol === 'https:') {
    response.headers.set('strict-transport-security', 'max-age=63072000; includeSubDomains');
  }
  return response;
}

export const config = { matcher: ['/((?!_next/static|_next/image|favicon.ico|icon.svg).*)'] };

/**
 * Another name for this machine: its cookies, and the identity provider's way back, belong to the configured
 * one. No `Location`, because Next takes 127.0.0.1 for localhost and would make it relative: a circle.
 */
function elsewhere(request: NextRequest, target: URL): NextResponse {
  if (request.method !== 'GET') return new NextResponse('This console has another address.', { status: 421 });
  const page = `<!doctype html><title>Countersign</title><a href="${target.href}">This console is at ${target.origin}</a>`;
  return new NextResponse(page, {
    status: 400,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
      refresh: `0; url=${target.href}`,
    },
  });
}

function contentSecurityPolicy(nonce: string): string {
  const development = process.env.NODE_ENV === 'development';
  const providers = ['SUPPORT', 'ADMIN', 'CUSTOMER']
    .map((door) => process.env[`${door}_ISSUER`])
    .flatMap((issuer) => (issuer === undefined ? [] : [new URL(issuer).origin]));
  return [
    `default-src 'none'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? ` 'unsafe-eval'` : ''}`,
    // Attributes only: positions that the server draws. No style element goes without the nonce.
    development
      ? `style-src 'self' 'unsafe-inline'`
      : `style-src 'self' 'nonce-${nonce}'; style-src-attr 'unsafe-inline'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `manifest-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    // A form's answer may redirect to the identity provider, and that counts as the form's target.
    `form-action ${["'self'", ...new Set(providers)].join(' ')}`,
    `frame-ancestors 'none'`,
  ].join('; ');
}
