import { OpenAPIHono } from '@hono/zod-openapi';
import { accessCalls, echoRequestId } from './access.ts';
import { admit, limitBody, limitRate } from './admit.ts';
import { answerError } from './answer-error.ts';
import { answerInvalid } from './answer-invalid.ts';
import { auditCalls } from './audit.ts';
import { catalogCalls } from './catalog.ts';
import { checkCalls } from './check.ts';
import { clientCalls } from './clients.ts';
import { delegationCalls } from './delegations/calls.ts';
import { directoryCalls } from './directory.ts';
import type { Api, ApiEnv } from './environment.ts';
import { eventCalls } from './events.ts';
import { keyCalls } from './keys.ts';
import { meCalls } from './me.ts';
import { notBeforeCalls } from './not-before.ts';
import { outcomeCalls } from './outcomes.ts';
import { peopleCalls } from './people.ts';
import { policyCalls } from './policies/calls.ts';
import { sessionCalls } from './sessions/calls.ts';
import { signalCalls } from './signals.ts';
import { statementCalls } from './signing/statements.ts';

/** Every call of the JSON API. `edge` and `context` are set before a request gets here. */
export function apiCalls(): Api {
  const api: Api = new OpenAPIHono<ApiEnv>({ defaultHook: answerInvalid });
  api.onError(answerError);
  checkCalls(api);
  api.use('/access/v1/*', echoRequestId, limitBody, admit, limitRate);
  api.use('/v1/*', limitBody, admit, limitRate);
  meCalls(api);
  catalogCalls(api);
  directoryCalls(api);
  delegationCalls(api);
  sessionCalls(api);
  statementCalls(api);
  auditCalls(api);
  eventCalls(api);
  peopleCalls(api);
  clientCalls(api);
  policyCalls(api);
  keyCalls(api);
  notBeforeCalls(api);
  signalCalls(api);
  outcomeCalls(api);
  accessCalls(api);
  return api;
}
