import type { Refusal } from '../errors.ts';

/** Problem types live under one URI that is a name, not an address (RFC 9457 §3.1.1). */
const TYPE = 'urn:countersign:problem:';

const TITLES: Record<number, string> = {
  400: 'The request is not usable',
  401: 'Sign in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'The state does not allow this',
  415: 'Wrong media type',
  422: 'The request contradicts itself',
  429: 'Too many requests',
  500: 'A fault of ours',
  503: 'Not available now',
};

export function problem(
  status: number,
  code: string,
  detail: string,
  extra: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Response {
  const body = { type: `${TYPE}${code}`, title: TITLES[status] ?? 'Refused', status, detail, code, ...extra };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  });
}

export function problemOf(refusal: Refusal): Response {
  return problem(refusal.status, refusal.code, refusal.message, refusal.extra, refusal.headers);
}
