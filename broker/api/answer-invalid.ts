import type { Hook } from '@hono/zod-openapi';
import { problem } from '../http/problem.ts';
import type { ApiEnv } from './environment.ts';

const MOST = 10;

type Invalid = Hook<unknown, ApiEnv, string, unknown>;

const escaped = (part: PropertyKey): string => String(part).replaceAll('~', '~0').replaceAll('/', '~1');

const pointerTo = (path: readonly PropertyKey[]): string => `/${path.map(escaped).join('/')}`;

/** A misspelt name helps whoever wrote it; what is no name of ours in any spelling may be anything, and is not repeated. */
const looksLikeOurs = (name: string): boolean => /^[a-z]{1,20}(_[a-z]{1,20}){0,3}$/.test(name);

const unknownMember = (path: readonly PropertyKey[], name: string) =>
  looksLikeOurs(name)
    ? { pointer: pointerTo([...path, name]), detail: 'is no member of this' }
    : { pointer: pointerTo(path), detail: 'has a member that is none of this' };

/** RFC 9457 with a JSON pointer to each member that is wrong; what was sent is not repeated. */
export const answerInvalid: Invalid = (result) => {
  if (result.success) return undefined;
  const errors = result.error.issues
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.slice(0, MOST).map((name) => unknownMember(issue.path, name))
        : [{ pointer: pointerTo(issue.path), detail: issue.message }],
    )
    .slice(0, MOST);
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
