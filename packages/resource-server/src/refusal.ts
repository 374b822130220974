/** A call that is refused: what the caller is told, and with which challenge (RFC 9457, RFC 6750 §3, RFC 9449 §7.1). */
export class CallRefused extends Error {
  override readonly name = 'CallRefused';
  readonly status: 401 | 403 | 503;
  readonly code: string;
  readonly challenge: string | undefined;

  constructor(status: 401 | 403 | 503, code: string, message: string, challenge?: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.challenge = challenge;
  }

  response(): Response {
    const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
    if (this.challenge !== undefined) headers.set('www-authenticate', this.challenge);
    if (this.status === 503) headers.set('retry-after', '1');
    const title = { 401: 'Unauthorized', 403: 'Forbidden', 503: 'Service Unavailable' }[this.status];
    const { status, code, message: detail } = this;
    return new Response(JSON.stringify({ type: 'about:blank', title, status, detail, code }), {
      status,
      headers,
    });
  }
}
