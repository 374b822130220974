import type { Context } from '../context.ts';
import { sqlState } from '../db/retry.ts';
import { Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import type { Delegation } from './delegation.ts';
import { narrows, parseDetails } from './details.ts';
import { submitRequest } from './submit-request.ts';
import { readDelegation } from './visible.ts';

export interface Extension {
  id: string;
  justification: string;
  /** The same as was granted, or less; absent: the same. */
  authorizationDetails?: unknown;
}

const UNIQUE_VIOLATION = '23505';

/**
 * Asks for more time by asking anew: another delegation, with approvals and consent of its own. What was granted stays
 * as it is, and ends when it would have ended.
 */
export async function extendDelegation(
  context: Context,
  { principal, extension }: { principal: Principal; extension: Extension },
): Promise<Delegation> {
  if (principal.domain !== 'support' && principal.domain !== 'service')
    throw new Refusal('wrong_domain', 'Only who acts can ask for more time.', { status: 403 });
  const old = await readDelegation(context, { principal, id: extension.id });
  if (old.state.status !== 'granted')
    throw new Refusal('not_granted', `This delegation is ${old.state.status}; ask for a new one instead.`);
  if (old.clientId !== principal.clientId)
    throw new Refusal('other_client', 'This was asked for through another client.', { status: 403 });
  if (old.emergency)
    throw new Refusal('emergency_not_extended', 'An emergency is not extended. Ask in the ordinary way.');
  const details =
    extension.authorizationDetails === undefined
      ? old.effective
      : parseDetails(extension.authorizationDetails);
  if (!narrows(details, old.effective))
    throw new Refusal('not_a_narrowing', 'More time can be asked for the same or for less, never for more.', {
      status: 400,
    });
  const { subjectId: subject } = old;
  const request = { subject, authorizationDetails: details, justification: extension.justification };
  try {
    return await submitRequest(context, { principal, request, extending: old.id });
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
    throw new Refusal('extension_open', 'More time has been asked for already; it is not decided yet.');
  }
}
