import { type DelegationSession, parseDetails } from '../../delegation/details.ts';
import { OAuthError, Refusal } from '../../errors.ts';
import type { Form } from '../form.ts';
import { accessTokenType } from '../grants/answer-token.ts';
import { refuseAudience } from '../grants/target.ts';

export interface ExchangeParameters {
  readonly subjectToken: string;
  readonly actorToken: string;
  readonly resource: string;
  readonly scope: readonly string[] | undefined;
  readonly details: readonly DelegationSession[] | undefined;
}

/** RFC 8693 §2.1: presence, count, syntax, before any token is read. Parameters nobody knows are ignored. */
export function readParameters(form: Form): ExchangeParameters {
  const actorToken = form.get('actor_token');
  if (actorToken === undefined) throw new OAuthError('invalid_request', 'actor_token is required here');
  if (form.get('actor_token_type') !== accessTokenType)
    throw new OAuthError('invalid_request', 'the actor token must be an access token');
  refuseAudience(form);
  return {
    subjectToken: form.get('subject_token') ?? '',
    actorToken,
    resource: soleResource(form),
    scope: form
      .get('scope')
      ?.split(' ')
      .filter((action) => action !== ''),
    details: askedDetails(form.get('authorization_details')),
  };
}

/** RFC 8707 §2: an absolute URI without a fragment, and here exactly one. */
function soleResource(form: Form): string {
  const [resource, ...others] = form.all('resource');
  if (resource === undefined || others.length > 0)
    throw new OAuthError('invalid_target', 'exactly one resource is required');
  if (!URL.canParse(resource) || !/^[a-z][a-z0-9+.-]*:/i.test(resource) || resource.includes('#'))
    throw new OAuthError('invalid_target', 'the resource is not an absolute URI without a fragment');
  return resource;
}

/** RFC 9396 §5. */
function askedDetails(text: string | undefined): DelegationSession[] | undefined {
  if (text === undefined) return undefined;
  try {
    return parseDetails(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof SyntaxError)) throw error;
    throw new OAuthError('invalid_authorization_details', 'the authorization details are not usable', {
      detail: error.message,
    });
  }
}
