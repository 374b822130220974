import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { databaseIsUnavailable } from '../db/unavailable.ts';
import { Refusal } from '../errors.ts';
import { problem, problemOf } from '../http/problem.ts';
import { stepUpChallenge } from '../oauth/challenge.ts';
import type { ApiEnv } from './environment.ts';

const UNAVAILABLE = 'Nothing can be recorded now, so nothing is done. Try again shortly.';

/** A stop that cannot be recorded says what is true: a broker in this state issues nothing and lets nothing go on. */
const NOT_STOPPED_YET = 'Not recorded yet; meanwhile all access is being refused. Try again shortly.';
const STOPS = new Set([
  'blockAgent',
  'disablePerson',
  'endDelegation',
  'endSession',
  'globalTokenRevocation',
  'lowerSession',
  'revokeDelegation',
  'setNotBefore',
  'shutOutClient',
  'ticketEvent',
]);

const CODES: Record<number, [code: string, text: string]> = {
  400: ['invalid_request', 'The body is not JSON.'],
  413: ['too_large', 'The body is too large.'],
  415: ['unsupported_media_type', 'Send application/json.'],
};

/** A leaf holds ids and nothing that somebody wrote into a path; the guard looks before the schema does. */
const idIn = (text: string | undefined) => (/^[a-z]{3}_[0-9a-z_]{1,64}$/.test(text ?? '') ? text : undefined);

async function refused(c: Context<ApiEnv>, refusal: Refusal): Promise<Response> {
  const { refusals, failures } = c.get('edge');
  const principal = c.get('principal');
  if (!principal) {
    failures.count(refusal.code);
  } else {
    const path = idIn(c.req.param('sid') ?? c.req.param('id'));
    const isDelegation = path?.startsWith('dlg_');
    const isSession = path?.startsWith('ses_');
    await refusals(c.get('context'), refusal, {
      operation: c.get('operation') ?? 'call',
      actor: principal.id,
      delegation: isDelegation ? path : undefined,
      session: isSession ? path : undefined,
      target: isDelegation || isSession ? undefined : path,
    }).catch((error: unknown) => c.get('context').log.error({ err: error }, 'A refusal was not recorded.'));
  }
  const response = problemOf(refusal);
  if (principal && refusal.code === 'insufficient_user_authentication') {
    const scheme = principal.jkt === undefined ? 'Bearer' : 'DPoP';
    const { issuer } = c.get('context').config;
    response.headers.set('www-authenticate', stepUpChallenge(issuer, scheme, refusal));
  }
  return response;
}

/** The one place where what was thrown becomes an answer. */
export async function answerError(error: Error, c: Context<ApiEnv>): Promise<Response> {
  const { log } = c.get('context');
  if (error instanceof Refusal) {
    log.info({ code: error.code, detail: error.detail, operation: c.get('operation') }, error.message);
    return refused(c, error);
  }
  if (error instanceof HTTPException) {
    const [code, text] = CODES[error.status] ?? ['invalid_request', 'The request is not usable.'];
    return problem(error.status, code, text);
  }
  if (databaseIsUnavailable(error)) {
    log.error({ err: error }, 'The database cannot be reached.');
    const text = STOPS.has(c.get('operation')) ? NOT_STOPPED_YET : UNAVAILABLE;
    return problem(503, 'not_available', text, {}, { 'retry-after': '2' });
  }
  log.error({ err: error, operation: c.get('operation') }, 'A fault.');
  return problem(500, 'fault', 'Something went wrong here; nothing was done that is not on record.');
}
