import type { Forensics } from '../audit/event.ts';
import type { Context } from '../context.ts';
import { OAuthError, Refusal } from '../errors.ts';
import { type Asserted, readAsserted } from '../http/asserted.ts';
import type { Connection } from '../http/connection.ts';
import type { RateLimit } from '../http/rate-limit.ts';
import { answering, jsonAnswer } from './answer.ts';
import { identifyClient } from './client-authentication.ts';
import type { Client } from './clients/store.ts';
import { readForm } from './form.ts';
import { accessTokenType, type TokenAnswer } from './grants/answer-token.ts';
import { chainGrant } from './grants/chain.ts';
import { clientCredentialsGrant } from './grants/client-credentials.ts';
import { refreshTokenGrant } from './grants/refresh-token.ts';
import { signInGrant } from './grants/sign-in.ts';
import { delegationGrant } from './grants/token-exchange.ts';
import type { TokenRequest } from './grants/token-request.ts';
import type { OAuth } from './open-oauth.ts';
import { proveSender } from './sender-proof.ts';
import { type SingleUse, spend } from './single-use.ts';
import { counting } from './within-limit.ts';

export const tokenExchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange';
export const grantTypes = [tokenExchangeGrant, 'refresh_token', 'client_credentials'] as const;

interface Grant {
  readonly answer: (context: Context, oauth: OAuth, request: TokenRequest) => Promise<TokenAnswer>;
  /** Writes the request's single uses together with what it issues, instead of before. */
  readonly usesUp?: true;
}

/** RFC 8693 §3: what may be exchanged, by the type of its subject token. */
const EXCHANGES = new Map<string, Grant>([
  ['urn:ietf:params:oauth:token-type:id_token', { answer: signInGrant }],
  ['urn:countersign:token-type:delegation-grant', { answer: delegationGrant, usesUp: true }],
  [accessTokenType, { answer: chainGrant, usesUp: true }],
]);

export interface TokenEndpointOptions {
  /** The same context, now that the sender is known: what is recorded from here on names it. */
  readonly withSender?: (context: Context, sender: Partial<Forensics>) => Context;
  /** Throws while the log cannot keep up. */
  readonly requireLog?: () => Promise<void>;
  readonly limit?: RateLimit;
  readonly refused?: (context: Context, error: OAuthError) => Promise<void>;
}

/** RFC 6749 §3.2: client, then sender, then parameters, then what the grant type asks for. */
export async function tokenEndpoint(
  context: Context,
  oauth: OAuth,
  request: Request,
  connection: Connection,
  options: TokenEndpointOptions = {},
): Promise<Response> {
  let known = context;
  const quota = counting(options.limit);
  const shown: SingleUse[] = [];
  const work = async () => {
    const form = await readForm(request);
    const { client, uses } = await identifyClient(context, request, connection, form);
    shown.push(...uses);
    quota.require(client.id);
    const sender = proveSender(context, oauth, request, connection, ownUrls(context));
    shown.push(...sender.uses);
    const senderKey = Object.values(sender.confirmation)[0] ?? '';
    const asserted = assertedBy(client, request);
    known = options.withSender?.(context, senderOf(client, senderKey, asserted)) ?? context;
    const grant = grantOf(form);
    await options.requireLog?.();
    if (!grant.usesUp) await spend(known, shown.splice(0));
    const answer = await grant.answer(known, oauth, { client, sender, form, asserted, uses: shown });
    return jsonAnswer(answer, 200, sender.headers);
  };
  const answer = await answering(
    context,
    () => usedUpAnyway(context, shown, work),
    (error) => options.refused?.(known, error) ?? Promise.resolve(),
  );
  return quota.told(answer);
}

/** Only a registered relay speaks for a browser; what anyone else says of one is dropped. */
function assertedBy({ relay }: Client, { headers }: Request): Asserted {
  const asserted = relay ? readAsserted(headers) : {};
  if (asserted === undefined) throw new OAuthError('invalid_request', 'the asserted address is none');
  return asserted;
}

function senderOf(client: Client, senderKey: string, { address, userAgent }: Asserted): Partial<Forensics> {
  return {
    clientId: client.id,
    senderKey,
    ...(address === undefined ? {} : { assertedAddress: address }),
    ...(userAgent === undefined ? {} : { assertedUserAgent: userAgent }),
  };
}

/** A refusal leaves nothing to be shown again, and a second showing is refused as such, whatever else is wrong with it. */
async function usedUpAnyway<T>(
  context: Context,
  shown: readonly SingleUse[],
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const told = error instanceof OAuthError || error instanceof Refusal;
    await spend(context, shown).catch((again: unknown) => {
      throw told ? again : error;
    });
    throw error;
  }
}

/** RFC 8705 §5: the same endpoint under the host for certificates too. */
function ownUrls({ config: { issuer, mtlsUrl } }: Context): string[] {
  return [issuer, ...(mtlsUrl === undefined ? [] : [mtlsUrl])].map((url) => `${url}/token`);
}

function grantOf(form: TokenRequest['form']): Grant {
  switch (form.get('grant_type')) {
    case 'client_credentials':
      return { answer: clientCredentialsGrant };
    case 'refresh_token':
      return { answer: refreshTokenGrant };
    case tokenExchangeGrant:
      return exchangeOf(form);
    case undefined:
      throw new OAuthError('invalid_request', 'grant_type is missing');
    default:
      throw new OAuthError('unsupported_grant_type', 'this grant type is not served here');
  }
}

/** RFC 8693 §2.1: presence and syntax before anything is read. */
function exchangeOf(form: TokenRequest['form']): Grant {
  const type = form.get('subject_token_type');
  if (form.get('subject_token') === undefined || type === undefined) {
    throw new OAuthError('invalid_request', 'subject_token and subject_token_type are both required');
  }
  if ((form.get('actor_token') === undefined) !== (form.get('actor_token_type') === undefined)) {
    throw new OAuthError('invalid_request', 'actor_token and actor_token_type go together');
  }
  const requested = form.get('requested_token_type');
  if (requested !== undefined && requested !== accessTokenType) {
    throw new OAuthError('invalid_request', 'only access tokens are issued here');
  }
  const exchange = EXCHANGES.get(type);
  if (exchange === undefined) {
    throw new OAuthError('invalid_request', 'this subject_token_type is not exchanged here');
  }
  return exchange;
}
