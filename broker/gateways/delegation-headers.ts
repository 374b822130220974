import { delegationHeader, delegationSessionHeader } from '@countersign/resource-server';
import type { CheckedAccess } from './check-access.ts';

/** What whoever stands behind the gateway may know; `Delegation-Session` as a backend's SDK writes it. */
export function delegationHeaders({
  token,
  session,
  action,
  resource,
  intent,
  revealed,
}: CheckedAccess): Record<string, string> {
  const told = {
    sid: session.id,
    delegationId: session.delegation.id,
    jti: token.jti,
    subject: session.subjectId,
    actor: session.actorId,
    clientId: session.clientId,
    level: token.level,
    policyVersion: session.policyVersion,
    details: token.details,
    revealed: action === undefined ? {} : { [action]: revealed },
    expiresAt: token.expiresAt,
  };
  return {
    [delegationSessionHeader]: delegationHeader(told),
    'Delegation-Id': session.delegation.id,
    'Delegation-Subject': session.subjectId,
    'Delegation-Actor': session.actorId,
    'Delegation-Actions': token.actions.join(' '),
    ...(action ? { 'Delegation-Action': action } : {}),
    ...(resource ? { 'Delegation-Resource': resource } : {}),
    ...(revealed.length > 0 ? { 'Delegation-Revealed': revealed.join(' ') } : {}),
    ...(intent ? { 'Delegation-Intent': intent } : {}),
  };
}
