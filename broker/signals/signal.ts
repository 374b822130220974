import { z } from 'zod';

/** What a backend is told. `index` is that of the log entry it comes from. */
export type Signal =
  | { index: number; kind: 'session_ended'; sid: string }
  | { index: number; kind: 'session_level'; sid: string; level: 'read' | 'write' }
  | { index: number; kind: 'token_revoked'; sid: string; jti: string }
  | { index: number; kind: 'policy_epoch'; policy_version: string };

/** What a log entry says about sessions, before anybody has looked up which sessions those are. */
export type Cause =
  | { kind: 'session_ended'; session: string }
  | { kind: 'session_ended'; delegation: string }
  | { kind: 'session_ended'; person: string }
  | { kind: 'session_level'; session: string; level: 'read' | 'write' }
  | { kind: 'token_revoked'; session: string; jti: string }
  | { kind: 'policy_epoch'; policyVersion: string };

/** A delegation that ends takes its sessions with it, whether or not each has an entry of its own. */
const DELEGATION_ENDS = new Set(['delegation.revoked', 'delegation.completed', 'delegation.expired']);
const SHUT_OUT = new Set(['person.disabled', 'client.disabled']);
const SESSION = new Set(['session.ended', 'session.raised', 'session.lowered']);
const OTHERS = new Set(['token.revoked', 'policy.activated']);

/** Whether entries of this type reach backends. */
export function isSignalled(type: string): boolean {
  return [DELEGATION_ENDS, SHUT_OUT, SESSION, OTHERS].some((types) => types.has(type));
}

const leafShape = z.object({
  type: z.string(),
  outcome: z.enum(['done', 'refused']),
  session: z.string().optional(),
  delegation: z.string().optional(),
  target: z.string().optional(),
  jti: z.string().optional(),
  policy_version: z.string().optional(),
});

export function causeOf(leaf: string): Cause | undefined {
  const { type, outcome, session, delegation, target, jti, policy_version } = leafShape.parse(
    JSON.parse(leaf),
  );
  if (outcome !== 'done' || !isSignalled(type)) return undefined;
  if (type === 'policy.activated')
    return policy_version === undefined ? undefined : { kind: 'policy_epoch', policyVersion: policy_version };
  if (SHUT_OUT.has(type)) return target === undefined ? undefined : { kind: 'session_ended', person: target };
  if (DELEGATION_ENDS.has(type))
    return delegation === undefined ? undefined : { kind: 'session_ended', delegation };
  if (session === undefined) return undefined;
  if (type === 'token.revoked')
    return jti === undefined ? undefined : { kind: 'token_revoked', session, jti };
  if (type === 'session.ended') return { kind: 'session_ended', session };
  return { kind: 'session_level', session, level: type === 'session.raised' ? 'write' : 'read' };
}
