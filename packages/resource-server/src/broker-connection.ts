import { isJsonObject } from './json-object.ts';

/** One request to the broker: headers as a plain record, the body as text, redirects never followed. */
export interface BrokerRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
  readonly redirect: 'error';
}

/**
 * How requests reach the broker. For mutual TLS (RFC 8705) give a `fetch` that presents the backend's
 * certificate and trusts the broker's authority; for DPoP give one that adds the token and a proof.
 * Must not buffer the answer: the signal stream never ends by itself.
 */
export type BrokerFetch = (url: string, request: BrokerRequest) => Promise<Response>;

/** The backend's way to the broker. */
export interface BrokerOptions {
  readonly fetch: BrokerFetch;
  /**
   * The backend's registered client id. With it, the SDK obtains the backend's own certificate-bound token
   * (client credentials, RFC 6749 §4.4 and RFC 8705 §2.1) and sends it along. Leave it out when `fetch`
   * authenticates by itself.
   */
  readonly clientId?: string;
}

export interface BrokerConnection {
  /** With the backend's own token; one more try with a fresh one when the broker refuses it. */
  send(path: string, request?: Partial<BrokerRequest>): Promise<Response>;
  /** Without any token: keys and metadata are public. */
  sendPublic(path: string): Promise<Response>;
  /** As an OAuth client, by form (RFC 6749 §2.3). */
  sendForm(path: string, form: Readonly<Record<string, string>>): Promise<Response>;
}

const timeoutMs = 5_000;
const renewBeforeMs = 30_000;

export function brokerConnection(issuer: string, { fetch, clientId }: BrokerOptions): BrokerConnection {
  let token: { value: Promise<string>; goodUntil: number } | undefined;

  function sendForm(path: string, form: Readonly<Record<string, string>>): Promise<Response> {
    const own = clientId === undefined ? {} : { client_id: clientId };
    return fetch(`${issuer}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({ ...form, ...own }).toString(),
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'error',
    });
  }

  async function obtain(): Promise<string> {
    const scope = 'signals.read outcomes.write';
    const response = await sendForm('/token', { grant_type: 'client_credentials', scope });
    const answer: unknown = await response.json().catch(() => undefined);
    if (!response.ok || !isJsonObject(answer) || typeof answer.access_token !== 'string') {
      throw new Error(`the broker gives this backend no token of its own: HTTP ${response.status}`);
    }
    const lifetimeMs = typeof answer.expires_in === 'number' ? answer.expires_in * 1000 : 0;
    if (token !== undefined) token.goodUntil = performance.now() + lifetimeMs - renewBeforeMs;
    return answer.access_token;
  }

  async function authorization(): Promise<Record<string, string>> {
    if (clientId === undefined) return {};
    if (token === undefined || token.goodUntil < performance.now()) {
      const value = obtain();
      token = { value, goodUntil: Number.POSITIVE_INFINITY };
      value.catch(() => {
        token = undefined;
      });
    }
    return { authorization: `Bearer ${await token.value}` };
  }

  async function attempt(path: string, request: Partial<BrokerRequest>): Promise<Response> {
    const headers = { ...request.headers, ...(await authorization()) };
    const limits = request.signal === undefined ? { signal: AbortSignal.timeout(timeoutMs) } : {};
    return fetch(`${issuer}${path}`, { method: 'GET', ...request, ...limits, headers, redirect: 'error' });
  }

  return {
    sendForm,
    async send(path, request = {}) {
      const first = await attempt(path, request);
      if (first.status !== 401 || clientId === undefined) return first;
      await first.body?.cancel();
      token = undefined;
      return attempt(path, request);
    },
    sendPublic: (path) =>
      fetch(`${issuer}${path}`, {
        method: 'GET',
        headers: { accept: 'application/json' },
        signal: AbortSignal.timeout(timeoutMs),
        redirect: 'error',
      }),
  };
}
