import type { z } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from './environment.ts';
import { type Access, guard } from './guard.ts';
import { problem } from './schemas.ts';

export const json = <T extends z.ZodType>(schema: T, description: string) => ({
  content: { 'application/json': { schema } },
  description,
});

export const body = <T extends z.ZodType>(schema: T) => ({
  content: { 'application/json': { schema } },
  required: true,
});

const MEANING = {
  400: 'Not usable: the problem names the member.',
  401: 'No usable token, or a stronger sign-in is wanted.',
  403: 'Not allowed to this caller.',
  404: 'Nothing there that this caller may see.',
  409: 'The state does not allow it, or somebody was quicker.',
  422: 'The key was used with another request, or what was sent has problems.',
  429: 'Too many requests.',
  503: 'Nothing can be recorded now, so nothing is done.',
} as const;

type Refused = keyof typeof MEANING;

const refusal = (status: Refused) => ({
  content: { 'application/problem+json': { schema: problem } },
  description: MEANING[status],
});

/** Every call may answer these, and those that it names. */
export function refusals<const S extends readonly Refused[]>(...statuses: S) {
  const all = [...new Set<Refused>([400, 401, 403, 429, ...statuses])].sort();
  return Object.fromEntries(all.map((status) => [status, refusal(status)])) as Record<
    400 | 401 | 403 | 429 | S[number],
    ReturnType<typeof refusal>
  >;
}

/** Who may call: per domain any one of the scopes, or none where the domain itself suffices. */
export function operation<const Name extends string>(
  operationId: Name,
  access: Access,
  ...after: MiddlewareHandler<ApiEnv>[]
) {
  const scopes = [...new Set(Object.values(access).flat())];
  return {
    operationId,
    security: [{ dpop: scopes }, { certificate_bound: scopes }],
    'x-access': access,
    middleware: [named(operationId), guard(access), ...after],
  };
}

/** So that the edge can say what was refused. */
function named(operationId: string): MiddlewareHandler<ApiEnv> {
  return (c, next) => {
    c.set('operation', operationId);
    return next();
  };
}
