import type { Hook } from '@hono/zod-openapi';
import { problem } from '../http/problem.ts';
import type { ApiEnv } from './environment.ts';

const MOST = 10;

type Invalid = Hook<unknown, ApiEnv, string, unknown>;

const escaped = (part: PropertyKey): string => String(part).replaceAll('~', '~0').replaceAll('/', '~1');

/** RFC 9457 with a JSON pointer to each member that is wrong; what was sent is not repeated. */
export const answerInvalid: Invalid = (result) => {
  if (result.success) return undefined;
  const errors = result.error.issues.slice(0, MOST).flatMap((issue) => {
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
    return unknown.map((key) => ({
      pointer: `/${[...issue.path, ...(key === undefined ? [] : [key])].map(escaped).join('/')}`,
      detail: key === undefined ? issue.message : 'is no member of this',
    }));
  });
  const [first] = errors;
  const inDetails = errors.some(({ pointer }) => /^(\/narrowed)?\/authorization_details(\/|$)/.test(pointer));
  const place = result.target === 'json' ? '' : ` (${result.target})`;
  return problem(
    400,
    inDetails ? 'invalid_authorization_details' : 'invalid_request',
    `${first?.pointer ?? '/'}${place}: ${first?.detail ?? 'is not usable'}`,
    { errors },
  );
};
