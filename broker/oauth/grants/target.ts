import { OAuthError } from '../../errors.ts';
import type { Form } from '../form.ts';

/** RFC 8693 §2.1, RFC 8707 §2: one kind of token opens this broker's own API and nothing else. */
export function requireOwnApiAsTarget(form: Form, issuer: string): void {
  refuseAudience(form);
  const resources = form.all('resource');
  if (resources.length > 1 || resources.some((resource) => resource !== issuer)) {
    throw new OAuthError('invalid_target', 'this token is for the API of the broker only');
  }
}

export function refuseAudience(form: Form): void {
  if (form.all('audience').length > 0) throw new OAuthError('invalid_target', 'audience is not supported');
}
