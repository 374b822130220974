import { OAuthError } from '../errors.ts';

const repeatable = new Set(['resource', 'audience']);
const neverInQuery = [
  'token',
  'access_token',
  'refresh_token',
  'subject_token',
  'actor_token',
  'client_assertion',
  'assertion',
  'client_secret',
];
const longestBody = 64 * 1024;

/** The parameters of a request to an OAuth endpoint. An empty value is an absent one (RFC 6749 §3.2). */
export interface Form {
  get(name: string): string | undefined;
  all(name: string): readonly string[];
}

export async function readForm(request: Request): Promise<Form> {
  requirePost(request);
  requireFormType(request);
  refuseSecretsInQuery(request);
  const parameters = new URLSearchParams(await bodyOf(request));
  refuseRepeats(parameters);
  return {
    get: (name) => parameters.get(name) || undefined,
    all: (name) => parameters.getAll(name).filter((value) => value !== ''),
  };
}

/** Nobody has said yet who they are: what is too long is not taken in first. */
async function bodyOf(request: Request): Promise<string> {
  const tooLong = () => new OAuthError('invalid_request', 'the request is too long', { status: 413 });
  if (Number(request.headers.get('content-length') ?? 0) > longestBody) throw tooLong();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (let read = await reader?.read(); read?.value; read = await reader?.read()) {
    size += read.value.length;
    if (size > longestBody) {
      await reader?.cancel();
      throw tooLong();
    }
    chunks.push(read.value);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** RFC 6749 §3.2: POST only. */
function requirePost(request: Request): void {
  if (request.method !== 'POST') {
    throw new OAuthError('invalid_request', 'only POST is served here', {
      status: 405,
      headers: { allow: 'POST' },
    });
  }
}

/** RFC 6749 §3.2, RFC 7662 §2.1, RFC 7009 §2.1. */
function requireFormType(request: Request): void {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') {
    throw new OAuthError('invalid_request', 'the body must be a form', { status: 415 });
  }
}

/** RFC 6749 §2.3.1, RFC 6750 §5.3: what stands in a URL ends up in logs. */
function refuseSecretsInQuery(request: Request): void {
  const query = new URL(request.url).searchParams;
  if (neverInQuery.some((name) => query.has(name))) {
    throw new OAuthError('invalid_request', 'tokens and assertions do not belong in the URL');
  }
}

/** RFC 6749 §3.2; RFC 8693 §2.1 lets two of them repeat. */
function refuseRepeats(parameters: URLSearchParams): void {
  const seen = new Set<string>();
  for (const name of parameters.keys()) {
    if (seen.has(name) && !repeatable.has(name))
      throw new OAuthError('invalid_request', 'a parameter is repeated');
    seen.add(name);
  }
}
