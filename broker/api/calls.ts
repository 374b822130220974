import { OpenAPIHono } from '@hono/zod-openapi';
import { admit, limitBody, limitRate } from './admit.ts';
import { answerError } from './answer-error.ts';
import { answerInvalid } from './answer-invalid.ts';
import { auditCalls } from './audit.ts';
import { catalogCalls } from './catalog.ts';
import { delegationCalls } from './delegations/calls.ts';
import { directoryCalls } from './directory.ts';
import type { Api, ApiEnv } from './environment.ts';
import { eventCalls } from './events.ts';
import { meCalls } from './me.ts';
import { notBeforeCalls } from './not-before.ts';
import { outcomeCalls } from './outcomes.ts';
import { peopleCalls } from './people.ts';
import { sessionCalls } from './sessions/calls.ts';
import { signalCalls } from './signals.ts';
import { statementCalls } from './statements.ts';

/** Every call of the JSON API. `edge` and `context` are set before a request gets here. */
export function apiCalls(): Api {
  const api: Api = new OpenAPIHono<ApiEnv>({ defaultHook: answerInvalid });
  api.onError(answerError);
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
  notBeforeCalls(api);
  signalCalls(api);
  outcomeCalls(api);
  return api;
}
