import { CookieJar } from './cookie-jar.ts';

export { CookieJar };

export interface SignInRequest {
  issuer: string;
  clientId: string;
  redirectUri: string;
  login: string;
  password: string;
  /** For confidential clients; sent by HTTP Basic. */
  clientSecret?: string;
  prompt?: 'none' | 'login';
  acrValues?: string;
  /** Keeps the provider's own session from one call to the next. */
  cookies?: CookieJar;
}

export interface SignedIn {
  idToken: string;
  accessToken: string;
  code: string;
}

interface Endpoints {
  issuer: string;
  authorization_endpoint: string;
  token_endpoint: string;
}

const MOST_STEPS = 15;

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const random = (): string => base64url(crypto.getRandomValues(new Uint8Array(32)));

async function discover(issuer: string): Promise<Endpoints> {
  const response = await fetch(`${issuer}/.well-known/openid-configuration`);
  if (!response.ok) throw new Error(`${issuer} does not describe itself: HTTP ${response.status}`);
  const endpoints = (await response.json()) as Endpoints;
  if (endpoints.issuer !== issuer) throw new Error(`${issuer} calls itself ${endpoints.issuer}`);
  return endpoints;
}

function asksForPassword(page: string): boolean {
  return /<input[^>]+name="password"/.test(page);
}

interface HiddenForm {
  action: string;
  fields: URLSearchParams;
}

/** A page whose only purpose is to be submitted by its script, as when one person signs in over another. */
function hiddenForm(page: string): HiddenForm | undefined {
  const action = /<form[^>]+method="post"[^>]+action="([^"]+)"/.exec(page)?.[1];
  if (action === undefined) return undefined;
  const inputs = page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
  return {
    action,
    fields: new URLSearchParams([...inputs].map(([, name = '', value = '']) => [name, value])),
  };
}

async function authorize(start: URL, request: SignInRequest): Promise<URLSearchParams> {
  const cookies = request.cookies ?? new CookieJar();
  let url = start;
  let form: URLSearchParams | undefined;
  let answered = false;
  for (let step = 0; step < MOST_STEPS; step++) {
    if (url.href.startsWith(`${request.redirectUri}?`)) return url.searchParams;
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: cookies.header(url), accept: 'text/html' },
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    });
    cookies.store(url, response);
    const page = await response.text();
    const location = response.headers.get('location');
    const hidden = hiddenForm(page);
    form = undefined;
    if (location !== null) {
      url = new URL(location, url);
    } else if (asksForPassword(page) && !answered) {
      answered = true;
      form = new URLSearchParams({ login: request.login, password: request.password });
    } else if (asksForPassword(page)) {
      throw new Error(`${request.issuer} refused the login or the password of ${request.login}`);
    } else if (hidden !== undefined) {
      url = new URL(hidden.action, url);
      form = hidden.fields;
    } else {
      throw new Error(`${request.issuer} answered the sign-in with HTTP ${response.status}`);
    }
  }
  throw new Error(`${request.issuer} redirected more than ${MOST_STEPS} times`);
}

/** Authorization code flow with PKCE (RFC 6749 §4.1, RFC 7636), filling in the login page as a browser would. */
export async function signInAt(request: SignInRequest): Promise<SignedIn> {
  const { issuer, clientId, redirectUri, clientSecret } = request;
  const endpoints = await discover(issuer);
  const verifier = random();
  const state = random();
  const challenge = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const start = new URL(endpoints.authorization_endpoint);
  start.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'openid profile email',
    state,
    nonce: random(),
    code_challenge: base64url(new Uint8Array(challenge)),
    code_challenge_method: 'S256',
    ...(request.prompt === undefined ? {} : { prompt: request.prompt }),
    ...(request.acrValues === undefined ? {} : { acr_values: request.acrValues }),
  }).toString();

  const answer = await authorize(start, request);
  const code = answer.get('code');
  if (code === null) throw new Error(`${issuer} refused the sign-in: ${answer.get('error') ?? 'no code'}`);
  // RFC 9207: the answer must name the issuer that was asked.
  if (answer.get('state') !== state || answer.get('iss') !== issuer)
    throw new Error(`${issuer}: answer not for this request`);

  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
    ...(clientSecret === undefined ? { client_id: clientId } : {}),
  });
  const basic = Buffer.from(
    `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret ?? '')}`,
  ).toString('base64');
  const response = await fetch(endpoints.token_endpoint, {
    method: 'POST',
    body,
    headers: clientSecret === undefined ? {} : { authorization: `Basic ${basic}` },
  });
  const tokens = (await response.json()) as { id_token?: string; access_token?: string; error?: string };
  if (tokens.id_token === undefined || tokens.access_token === undefined) {
    throw new Error(`${issuer} refused the code: ${tokens.error ?? `HTTP ${response.status}`}`);
  }
  return { idToken: tokens.id_token, accessToken: tokens.access_token, code };
}
