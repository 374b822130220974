import 'server-only';
import { createBoundFetch, TokenError } from '@countersign/client';
import { doorClient } from '#lib/broker/door-client.ts';
import { delegatedToken, dropTokens, type For } from './delegated-token.ts';
import { SessionOver } from './session-over.ts';

/** The backend said no, in words for the agent. */
export class BackendRefusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = 'BackendRefusal';
    this.status = status;
  }
}

export interface BackendCall extends For {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below the resource, beginning with a slash. */
  readonly path: string;
  readonly body?: unknown;
}

const ENDED = new Set([
  'session_ended',
  'delegation_not_active',
  'actor_token_invalid',
  'subject_token_invalid',
]);

/** The only road from the console to a backend: a token for this session, a proof for this request. */
export async function callBackend(call: BackendCall): Promise<unknown> {
  const { fetch, key, nonces } = await doorClient('support');
  const token = await tokenFor(call);
  const send = createBoundFetch({ token, dpop: key, fetch, nonces });
  const response = await send(`${call.resource}${call.path}`, {
    method: call.method ?? 'GET',
    headers: {
      accept: 'application/json',
      ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  });
  if (response.ok) return response.status === 204 ? undefined : response.json();
  throw await refusal(call, response);
}

async function tokenFor(call: BackendCall): Promise<string> {
  try {
    return await delegatedToken(call);
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    dropTokens(call.sid);
    if (error.reason !== undefined && ENDED.has(error.reason)) throw new SessionOver();
    throw new BackendRefusal(403, 'The broker issued no access for this.');
  }
}

async function refusal(call: BackendCall, response: Response): Promise<Error> {
  dropTokens(call.sid);
  const said: unknown = await response.json().catch(() => undefined);
  if (response.status === 401) return new SessionOver();
  const detail =
    typeof said === 'object' && said !== null && 'detail' in said && typeof said.detail === 'string'
      ? said.detail
      : 'The backend refused this.';
  return new BackendRefusal(response.status, detail);
}
