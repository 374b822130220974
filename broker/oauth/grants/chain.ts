import { findBackends } from '../../catalog/find-backends.ts';
import type { Context } from '../../context.ts';
import { type Decision, decisionOn } from '../../decisions/decision.ts';
import { type DelegationSession, shared } from '../../delegation/details.ts';
import { judgeGrant } from '../../delegation/judge-grant.ts';
import { changedMeanwhile, retryLostRaces } from '../../delegation/retry-lost-races.ts';
import { OAuthError, Refusal } from '../../errors.ts';
import type { Principal } from '../../identity/principal.ts';
import { risksOf } from '../../policy/bundle.ts';
import type { Actor } from '../../policy/question.ts';
import { chainedClaims } from '../claims.ts';
import { acceptActor } from '../delegated/accept-actor.ts';
import { acceptCarried, type Carried } from '../delegated/accept-carried.ts';
import { issuing } from '../delegated/issue.ts';
import { grantedAt, requireDetails, requireTarget } from '../delegated/narrow.ts';
import { type ExchangeParameters, readParameters } from '../delegated/parameters.ts';
import { asOAuth, refused } from '../delegated/refused.ts';
import { actorNow } from '../delegated/still-carried.ts';
import type { OAuth } from '../open-oauth.ts';
import { signToken } from '../sign-token.ts';
import { markUsed } from '../single-use.ts';
import { accessTokenType, type TokenAnswer, tokenAnswer } from './answer-token.ts';
import type { TokenRequest } from './token-request.ts';

/** RFC 8693, chain extension: a backend that was called with a delegated token asks for one to read at the next. */
export async function chainGrant(
  context: Context,
  oauth: OAuth,
  request: TokenRequest,
): Promise<TokenAnswer> {
  const { client, form } = request;
  if (client.kind !== 'service' || client.resource === undefined)
    throw new OAuthError('unauthorized_client', 'only a backend passes a delegation on');
  const { resource } = client;
  const parameters = readParameters(form);
  const actor = await acceptActor(context, oauth, request, parameters.actorToken);
  const about = { actor: actor.id };
  try {
    return await retryLostRaces(async () => {
      const carried = await acceptCarried(context, oauth, resource, parameters.subjectToken);
      Object.assign(about, { delegation: carried.session.delegation.id, session: carried.session.id });
      return passedOn(context, oauth, request, { parameters, actor, carried, from: resource });
    });
  } catch (error) {
    const told = error instanceof Refusal ? (asOAuth(error) ?? error) : error;
    throw told instanceof OAuthError ? told.concerning(about) : told;
  }
}

interface Passing {
  readonly parameters: ExchangeParameters;
  readonly actor: Principal;
  readonly carried: Carried;
  readonly from: string;
}

async function passedOn(
  context: Context,
  oauth: OAuth,
  { client, sender, uses }: TokenRequest,
  { parameters, actor, carried, from }: Passing,
): Promise<TokenAnswer> {
  const { session } = carried;
  const { delegation } = session;
  const backend = requireTarget(await findBackends(context.reader), delegation, parameters);
  if (backend.resource === from) throw new OAuthError('invalid_target', 'a backend is no hop to itself');
  const granted = readable(context, shared(grantedAt(backend, delegation), carried.details));
  if (granted.length === 0) throw new OAuthError('invalid_target', 'nothing was granted there to be read');
  const details = requireDetails(granted, parameters);
  const decisions = await requirePolicy(context, carried, actor, details);

  const claims = chainedClaims(
    {
      issuer: context.config.issuer,
      audience: backend.resource,
      confirmation: sender.confirmation,
      now: context.clock.now(),
      notAfter: [carried.expiresAt, session.expiresAt],
    },
    {
      session,
      clientId: client.id,
      act: carried.act,
      dlg: carried.dlg,
      details,
      policyVersion: context.policy.version,
    },
  );
  if (claims.exp <= claims.iat) throw refused('subject_token_invalid', 'less than a second is left');
  const token = await signToken(context, oauth, 'at+jwt', claims);
  const { writes, entries } = issuing(context, actor, claims, {
    decisions,
    known: session.decisionId,
    parentJti: carried.jti,
  });
  await context.record({ writes: [...markUsed(context, uses), ...writes], entries });
  return {
    ...tokenAnswer(token, claims),
    issued_token_type: accessTokenType,
    authorization_details: details,
  };
}

/** Whoever is not the first never changes anything. */
function readable(context: Context, details: readonly DelegationSession[]): DelegationSession[] {
  const risks = risksOf(context.policy.bundle);
  return details.flatMap((item) => {
    const actions = item.actions.filter((action) => risks.get(action) === 'read');
    return actions.length === 0 ? [] : [{ ...item, actions }];
  });
}

/** Both must still be allowed: the one to whom the customer consented, and the backend that goes on for them. */
async function requirePolicy(
  context: Context,
  { session, depth }: Carried,
  { id, roles }: Principal,
  details: readonly DelegationSession[],
): Promise<Decision[]> {
  const first = await actorNow(context, session);
  if (first === undefined) throw refused('policy_denied', 'the first actor is shut out');
  const service: Actor = { kind: 'service', id, roles: [...new Set([...roles, 'service'])] };
  const decisions: Decision[] = [];
  for (const actor of [first, service]) {
    const judging = { stage: 'issue', actor, details, chainDepth: depth } as const;
    const verdict = await judgeGrant(context, session.delegation, judging);
    const decision = decisionOn(context, verdict, { delegation: session.delegation.id, session: session.id });
    if (verdict.decision === 'deny')
      throw refused('policy_denied', verdict.internal.map((reason) => reason.id).join(' '), decision);
    if (verdict.policyVersion !== context.policy.version) throw changedMeanwhile();
    decisions.push(decision);
  }
  return decisions;
}
