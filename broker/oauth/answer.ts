import type { Context } from '../context.ts';
import { databaseIsUnavailable } from '../db/unavailable.ts';
import { OAuthError, Refusal } from '../errors.ts';

/** RFC 6749 §5.1: nobody keeps an answer of these endpoints. */
export function jsonAnswer(body: object, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      pragma: 'no-cache',
      ...headers,
    },
  });
}

/** RFC 6749 §5.2: `error_description` has no quote, no backslash and nothing beyond ASCII. */
export function describable(text: string): string {
  return text.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, '');
}

export function errorAnswer(error: OAuthError): Response {
  return jsonAnswer(
    { error: error.error, error_description: describable(error.description), ...error.extra },
    error.status,
    error.headers,
  );
}

/** The edge of the OAuth endpoints: what a client may be told becomes an answer, anything else is a bug and goes on. */
export async function answering(
  context: Context,
  work: () => Promise<Response>,
  refused?: (error: OAuthError) => Promise<void>,
): Promise<Response> {
  try {
    return await work();
  } catch (caught) {
    const error = asOAuthError(caught);
    if (error === undefined) throw caught;
    context.log.info(
      { error: error.error, reason: error.extra.reason, detail: error.detail },
      error.description,
    );
    await refused?.(error);
    return errorAnswer(error);
  }
}

function asOAuthError(caught: unknown): OAuthError | undefined {
  if (caught instanceof OAuthError) return caught;
  if ((caught instanceof Refusal && caught.status === 503) || databaseIsUnavailable(caught)) {
    return new OAuthError('temporarily_unavailable', 'nothing can be recorded now, so nothing is done', {
      status: 503,
      headers: { 'retry-after': '2' },
      detail: caught instanceof Error ? caught.message : 'unknown',
    });
  }
  return undefined;
}
