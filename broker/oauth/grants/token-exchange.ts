import { leafHash } from '../../audit/event.ts';
import type { Context } from '../../context.ts';
import { decisionOn } from '../../decisions/decision.ts';
import type { Delegation } from '../../delegation/delegation.ts';
import type { DelegationSession } from '../../delegation/details.ts';
import { judgeConcerned } from '../../delegation/judge-grant.ts';
import { actorOf } from '../../delegation/read-request.ts';
import { OAuthError, Refusal } from '../../errors.ts';
import type { Principal } from '../../identity/principal.ts';
import type { Judged } from '../../policy/decide-parts.ts';
import { endOverspent } from '../../session/end-overspent.ts';
import type { Session } from '../../session/session.ts';
import { preparingStart, retryingStart, type Started } from '../../session/start-session.ts';
import { delegatedClaims } from '../claims.ts';
import { acceptActor } from '../delegated/accept-actor.ts';
import { acceptGrant, requireGranted, sessionFor } from '../delegated/accept-grant.ts';
import { issuing } from '../delegated/issue.ts';
import { type Looked, lookAt } from '../delegated/look.ts';
import { grantedAt, requireDetails, requireTarget } from '../delegated/narrow.ts';
import { type ExchangeParameters, readParameters } from '../delegated/parameters.ts';
import { notYet } from '../delegated/poll.ts';
import { asOAuth, refused } from '../delegated/refused.ts';
import type { GrantToken } from '../grant-token.ts';
import type { OAuth } from '../open-oauth.ts';
import { type HeldSignIn, heldSignIn } from '../sign-in/hold.ts';
import { signToken } from '../sign-token.ts';
import { markUsed, type SingleUse, spend } from '../single-use.ts';
import { accessTokenType, type TokenAnswer, tokenAnswer } from './answer-token.ts';
import type { TokenRequest } from './token-request.ts';

/** RFC 8693, delegation: the grant token as subject, the actor's own token beside it, one backend's token out. */
export async function delegationGrant(
  context: Context,
  oauth: OAuth,
  request: TokenRequest,
): Promise<TokenAnswer> {
  const { client, form } = request;
  if (client.kind === 'door' && !client.signInDomains.includes('support'))
    throw new OAuthError('unauthorized_client', 'nobody acts through this client');
  const parameters = readParameters(form);
  const actor = await acceptActor(context, oauth, request, parameters.actorToken);
  const grant = await acceptGrant(context, oauth, request, parameters.subjectToken, actor);
  try {
    return await retryingStart(() => issued(context, oauth, request, { parameters, actor, grant }));
  } catch (error) {
    const told = await inOAuth(context, grant, error, request.uses);
    throw told instanceof OAuthError
      ? told.concerning({ actor: actor.id, delegation: grant.delegation, session: grant.session })
      : told;
  }
}

async function inOAuth(
  context: Context,
  grant: GrantToken,
  error: unknown,
  uses: SingleUse[],
): Promise<unknown> {
  if (!(error instanceof Refusal)) return error;
  if (error.code === 'too_early') return notYet(context, grant.delegation, uses);
  return asOAuth(error) ?? error;
}

interface Exchange {
  readonly parameters: ExchangeParameters;
  readonly actor: Principal;
  readonly grant: GrantToken;
}

/** Everything that can change between two looks is looked at here, again after a lost race. */
async function issued(
  context: Context,
  oauth: OAuth,
  { sender, uses }: TokenRequest,
  { parameters, actor, grant }: Exchange,
): Promise<TokenAnswer> {
  const looked = await lookAt(context, grant, actor);
  const delegation = await requireGranted(context, grant, actor, looked, uses);
  const running = sessionFor(grant, looked);
  const backend = requireTarget(looked.backends, delegation, parameters);
  const details = requireDetails(grantedAt(backend, delegation), parameters);
  const verdict = requirePolicy(context, delegation, actor, details, looked);
  const signedOut = refused('actor_token_invalid', 'the sign-in is over');
  const signIn = heldSignIn(context, actor, looked.signInEndsAt, signedOut);
  // What a start finds to write down has its effect at once: nobody may have it by showing the same again.
  if (!running) await spend(context, uses.splice(0));
  const started = running ? undefined : await starting(context, grant, actor, signIn);
  const session = started?.session ?? running;
  if (session === undefined) throw new Error('A start has left no session.');
  await requireBudget(context, session);

  const claims = delegatedClaims(
    {
      issuer: context.config.issuer,
      audience: backend.resource,
      confirmation: sender.confirmation,
      now: context.clock.now(),
      notAfter: [grant.expiresAt, session.expiresAt, ...(signIn.endsAt ? [signIn.endsAt] : [])],
    },
    {
      session,
      actor,
      details,
      policyVersion: verdict.policyVersion,
      evidence: evidenceOf(delegation, looked),
    },
  );
  if (claims.exp <= claims.iat) throw refused('session_ended', 'less than a second is left');
  const token = await signToken(context, oauth, 'at+jwt', claims);
  const decision = decisionOn(context, verdict, { delegation: delegation.id, session: session.id });
  const { writes, entries } = issuing(context, actor, claims, {
    decisions: [decision],
    known: session.decisionId,
  });
  await context.record({
    writes: [...markUsed(context, uses), ...(started?.writes ?? signIn.holds), ...writes],
    entries: [...(started?.entries ?? []), ...entries],
    // A start inserts the session that the issue then touches.
    atOnce: started === undefined,
  });
  return {
    ...tokenAnswer(token, claims),
    issued_token_type: accessTokenType,
    authorization_details: details,
  };
}

/** A client that polled: its first token starts the session, under the rules of every start. */
function starting(
  context: Context,
  grant: GrantToken,
  actor: Principal,
  signIn: HeldSignIn,
): Promise<Started> {
  return preparingStart(context, {
    principal: actor,
    delegationId: grant.delegation,
    grantKey: grant.confirmation,
    signIn,
  });
}

function requirePolicy(
  context: Context,
  delegation: Delegation,
  principal: Principal,
  details: readonly DelegationSession[],
  { concerned }: Looked,
): Judged {
  requireAssurance(context, delegation, principal);
  const judging = { stage: 'issue', actor: actorOf(principal), details } as const;
  const verdict = judgeConcerned(context, delegation, judging, concerned);
  if (verdict.decision === 'deny') {
    const decision = decisionOn(context, verdict, { delegation: delegation.id });
    throw refused('policy_denied', verdict.internal.map(({ id }) => id).join(' '), decision);
  }
  return verdict;
}

/** RFC 9470 §4 in the words of the token endpoint. */
function requireAssurance(context: Context, { obligations }: Delegation, { acr }: Principal): void {
  const { stepUp } = obligations;
  if (stepUp === undefined) return;
  const { assurance } = context.policy.bundle;
  if (acr !== undefined && assurance.indexOf(acr) >= assurance.indexOf(stepUp)) return;
  throw new OAuthError('unmet_authentication_requirements', 'the actor must sign in more strongly', {
    extra: { acr_values: stepUp, max_age: 0 },
  });
}

/** Nothing is left that a token could be used for: asking for one all the same is an attempt to use more. */
async function requireBudget(context: Context, { id, budget, used }: Session): Promise<void> {
  if (budget.calls === undefined || used.calls < budget.calls) return;
  await endOverspent(context, id, {});
  throw refused('budget_used_up');
}

function evidenceOf({ id }: Delegation, { grantLeaf }: Looked): string {
  if (grantLeaf === undefined) throw new Error(`The log has no entry of the grant of ${id}.`);
  return leafHash(grantLeaf);
}
