import type { Backend } from '../../catalog/find-backends.ts';
import type { Delegation } from '../../delegation/delegation.ts';
import { type DelegationSession, narrows } from '../../delegation/details.ts';
import { OAuthError } from '../../errors.ts';
import type { ExchangeParameters } from './parameters.ts';

/** RFC 8707 §2: a backend we know, and one that this delegation is for. */
export function requireTarget(
  backends: readonly Backend[],
  delegation: Delegation,
  { resource }: ExchangeParameters,
): Backend {
  const backend = backends.find((one) => one.resource === resource);
  if (backend === undefined) throw new OAuthError('invalid_target', 'the resource is not registered');
  if (grantedAt(backend, delegation).length === 0)
    throw new OAuthError('invalid_target', 'the delegation is not for this resource');
  return backend;
}

/** Of what was granted, what this backend serves; what is for another one never gets here. */
export function grantedAt({ id, resource }: Backend, { effective }: Delegation): DelegationSession[] {
  return effective.flatMap((item) => {
    const actions = item.actions.filter((action) => action.startsWith(`${id}:`));
    if (!item.locations.includes(resource) || actions.length === 0) return [];
    return [{ ...item, actions, locations: [resource] }];
  });
}

/** Requested ∩ granted. More than was granted is an error, never silently cut. */
export function requireDetails(
  backend: Backend,
  delegation: Delegation,
  { scope, details }: ExchangeParameters,
): DelegationSession[] {
  const granted = grantedAt(backend, delegation);
  if (details && !narrows(details, granted))
    throw new OAuthError('invalid_authorization_details', 'this is more than was granted');
  const asked = details ?? granted;
  if (scope === undefined) return [...asked];
  const left = asked.flatMap((item) => {
    const actions = item.actions.filter((action) => scope.includes(action));
    return actions.length === 0 ? [] : [{ ...item, actions }];
  });
  if (scope.length === 0 || !scope.every((action) => left.some(({ actions }) => actions.includes(action))))
    throw new OAuthError('invalid_scope', 'the scope is more than was granted');
  return left;
}
