import { TokenRejected } from './jwt/gate.ts';
import { isJsonObject } from './jwt/json-object.ts';

/** One object of a token's `authorization_details` (RFC 9396) of type `delegation_session`. */
export interface DelegationDetail {
  readonly actions: readonly string[];
  /** Resource identifiers (URLs) of the backends it is for. */
  readonly locations: readonly string[];
  /** A path such as `account/8f2c`; everything below it is included. */
  readonly identifier: string;
}

export function readDetails(value: unknown): readonly DelegationDetail[] {
  if (!Array.isArray(value) || value.length === 0)
    throw new TokenRejected('token has no authorization details');
  return value.map((item: unknown) => {
    if (
      !isJsonObject(item) ||
      item.type !== 'delegation_session' ||
      !isStrings(item.actions) ||
      !isStrings(item.locations) ||
      typeof item.identifier !== 'string'
    ) {
      throw new TokenRejected('token authorization details are malformed');
    }
    return { actions: item.actions, locations: item.locations, identifier: item.identifier };
  });
}

export function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

export interface Wanted {
  readonly action: string;
  readonly location: string;
  readonly identifier: string;
}

/** All three within one and the same object: rights of several objects are never combined. */
export function covers(details: readonly DelegationDetail[], wanted: Wanted): boolean {
  return details.some(
    ({ actions, locations, identifier }) =>
      actions.includes(wanted.action) &&
      locations.includes(wanted.location) &&
      contains(identifier, wanted.identifier),
  );
}

/** Whole segments: `account/8f2c` contains `account/8f2c/credential/1`, never `account/8f2c9`. */
function contains(outer: string, inner: string): boolean {
  return outer !== '' && (inner === outer || inner.startsWith(`${outer}/`));
}

const segment = /^[A-Za-z0-9._~-]{1,128}$/;

/** Undefined when a segment could be read as more than one, or as a step up. */
/** What the broker takes as the resource of a report. */
const mostCharacters = 256;

export function identifierOf(segments: readonly string[]): string | undefined {
  const isPath =
    segments.length > 0 && segments.every((one) => segment.test(one) && one !== '.' && one !== '..');
  const path = segments.join('/');
  return isPath && path.length <= mostCharacters ? path : undefined;
}
