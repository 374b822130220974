/** One request to the broker: headers as a plain record, the body as text, redirects never followed. */
export interface BrokerRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
  readonly redirect: 'error';
}

/**
 * How requests reach the broker, with the backend's own authentication on every one: for mutual TLS (RFC 8705 §2)
 * a `fetch` that presents the backend's certificate and trusts the broker's authority; for DPoP one that adds the
 * backend's own token and a proof (RFC 9449 §7). It must not buffer answers: the signal stream never ends by itself.
 */
export type BrokerFetch = (url: string, request: BrokerRequest) => Promise<Response>;

/** The backend's way to the broker. */
export interface BrokerOptions {
  readonly fetch: BrokerFetch;
  /** The backend's client id as registered with the broker: names it where it authenticates by form (RFC 6749 §2.3). */
  readonly clientId: string;
}

export interface BrokerConnection {
  send(path: string, request?: Partial<BrokerRequest>): Promise<Response>;
  sendForm(path: string, form: Readonly<Record<string, string>>): Promise<Response>;
}

const timeoutMs = 5_000;

export function brokerConnection(issuer: string, { fetch, clientId }: BrokerOptions): BrokerConnection {
  const send: BrokerConnection['send'] = (path, request = {}) =>
    fetch(`${issuer}${path}`, {
      method: 'GET',
      headers: {},
      signal: AbortSignal.timeout(timeoutMs),
      ...request,
      redirect: 'error',
    });
  return {
    send,
    sendForm: (path, form) =>
      send(path, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
        body: new URLSearchParams({ ...form, client_id: clientId }).toString(),
      }),
  };
}
