import { randomUUID } from 'node:crypto';
import { type Authenticate, type Authenticated, type IncomingCall, requireLive } from './authenticate.ts';
import type { Challenges } from './challenges.ts';
import type { GuardedDelegation } from './delegation.ts';
import { delegationHeader, delegationSessionHeader } from './delegation-header.ts';
import { covers, identifierOf } from './details.ts';
import type { LiveView } from './live-view.ts';
import { maskedFields } from './masks.ts';
import type { Deed, OutcomeStatus, Outcomes } from './outcomes.ts';
import { CallRefused } from './refusal.ts';

/** How much an action can do. `sensitive` needs level `write`; `never` is refused to every delegated caller. */
export type Risk = 'read' | 'write' | 'sensitive' | 'never';

/** An action as the broker's catalogue has it. */
export interface ActionDeclaration {
  readonly risk: Risk;
  /**
   * Fields of the answer that the catalogue masks, by the catalogue's names. They are hidden in every delegated call
   * until the session has had them revealed; what the catalogue masks and nobody declares here would be shown.
   */
  readonly masks?: readonly string[];
}

/** What a route does, on what, and whose that is. `Input` is whatever the route gives, such as Hono's context. */
export interface GuardDeclaration<Input> {
  /** An action declared to {@link createResourceServer}, such as `accounts:profile.read`. */
  readonly action: string;
  /**
   * The resource as whole path segments, such as `['account', id]`. A segment holds letters, digits and
   * `._~-` only; anything else is refused.
   */
  readonly identifier: (input: Input) => readonly string[];
  /**
   * The broker's id of the customer to whom the resource belongs, from the backend's own data, or undefined
   * when there is no such resource. Compared with the token's `sub`.
   */
  readonly owner: (input: Input) => Promise<string | undefined>;
}

/** Runs handlers behind the checks of one declaration. */
export interface Guard<Input> {
  /**
   * Checks the call; then, for a write, asks the broker first and tells it after; then runs `handler`.
   * A refusal becomes a response (401, 403 or 503 as `application/problem+json`, RFC 9457) and the handler
   * does not run. What the handler throws is reported to the broker as `failed` and thrown on.
   */
  run(
    call: IncomingCall,
    input: Input,
    handler: (delegation: GuardedDelegation) => Promise<Response>,
  ): Promise<Response>;
}

export interface GuardParts {
  readonly resource: string;
  readonly authenticate: Authenticate;
  readonly view: LiveView;
  readonly outcomes: Outcomes;
  readonly challenges: Challenges;
}

export function createGuard<Input>(
  parts: GuardParts,
  { action, identifier, owner }: GuardDeclaration<Input>,
  { risk, masks = [] }: ActionDeclaration,
): Guard<Input> {
  const { resource: location, authenticate, view, outcomes, challenges } = parts;
  const changes = risk !== 'read';

  const report = (id: string, deed: Deed, status: OutcomeStatus): void =>
    changes ? outcomes.report(id, deed, status) : outcomes.read(deed, status);

  /** Whether this caller may do this at all. A caller with a good token who may not is told to the broker. */
  async function requireCovered(
    { delegation, scheme }: Authenticated,
    deed: Deed,
    input: Input,
  ): Promise<void> {
    const insufficient = (code: string, text: string) => challenges.insufficient(scheme, code, text, action);
    if (risk === 'never') throw insufficient('action_never_delegated', 'this is never done for a customer');
    if (!covers(delegation.details, { action, location, identifier: deed.resource })) {
      throw insufficient('outside_delegation', 'the delegation does not cover this');
    }
    if (changes && view.levelOf(delegation.sid, delegation.level) !== 'write') {
      throw insufficient('session_level_read', 'the session may only read');
    }
    if ((await owner(input)) !== delegation.subject) {
      // The same words whether it belongs to somebody else or does not exist.
      throw insufficient('not_the_subjects', 'this does not belong to the customer of the session');
    }
  }

  async function authorised(authenticated: Authenticated, input: Input): Promise<Deed> {
    const { delegation, scheme } = authenticated;
    const resource = identifierOf(identifier(input));
    if (resource === undefined) {
      throw challenges.insufficient(
        scheme,
        'outside_delegation',
        'the delegation does not cover this',
        action,
      );
    }
    const deed = { jti: delegation.jti, action, resource };
    try {
      await requireCovered(authenticated, deed, input);
    } catch (error) {
      // Turned away before anything was asked for: told together with others, so that nobody fills the queue by asking.
      if (error instanceof CallRefused) outcomes.read(deed, 'refused');
      throw error;
    }
    return deed;
  }

  /** The last look before the deed: what was asked of the store in between took time. */
  function requireStillLive({ delegation, scheme }: Authenticated): void {
    requireLive(view, challenges, delegation, scheme);
    if (outcomes.isDelivering()) return;
    throw new CallRefused(
      503,
      'outcomes_undelivered',
      'Delegated calls are refused while their outcomes cannot be told to the broker.',
    );
  }

  async function intend(id: string, deed: Deed, { scheme }: Authenticated): Promise<void> {
    const answer = await outcomes.intend(id, deed);
    if (answer === 'accepted') return;
    if (answer === 'refused') {
      outcomes.read(deed, 'refused');
      throw challenges.insufficient(scheme, 'intent_refused', 'the broker refuses this change', action);
    }
    // It may have been taken in all the same: an intent that came to nothing is closed, not left open. Nobody was turned
    // away by it: a broker that cannot be asked must not use up what the agent may be refused.
    report(id, deed, 'failed');
    throw new CallRefused(503, 'broker_unreachable', 'The broker cannot be asked before this change.');
  }

  async function perform(
    authenticated: Authenticated,
    input: Input,
    handler: (delegation: GuardedDelegation) => Promise<Response>,
  ): Promise<Response> {
    requireStillLive(authenticated);
    const deed = await authorised(authenticated, input);
    requireStillLive(authenticated);
    const id = randomUUID();
    if (changes) await intend(id, deed, authenticated);
    try {
      const { delegation } = authenticated;
      const masked = maskedFields(action, masks, delegation.revealed);
      const response = await handler({ ...delegation, masked });
      report(id, deed, response.status < 400 ? 'done' : response.status < 500 ? 'refused' : 'failed');
      return response;
    } catch (error) {
      report(id, deed, 'failed');
      throw error;
    }
  }

  return {
    async run(call, input, handler) {
      let authenticated: Authenticated | undefined;
      try {
        authenticated = await authenticate(call);
        return within(authenticated, await perform(authenticated, input, handler));
      } catch (error) {
        if (!(error instanceof CallRefused)) throw error;
        return authenticated === undefined ? error.response() : within(authenticated, error.response());
      }
    },
  };
}

/** Every answer inside a session names it, and no cache keeps it. */
function within({ delegation }: Authenticated, response: Response): Response {
  const headers = new Headers(response.headers);
  headers.set(delegationSessionHeader, delegationHeader(delegation));
  headers.set('cache-control', 'no-store');
  const { status, statusText, body } = response;
  return new Response(body, { status, statusText, headers });
}
