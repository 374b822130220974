import {
  type JsonObject,
  type Jwt,
  keyIdentifierOf,
  readJwt,
  requireCurrent,
  requireSignature,
  requireType,
  signingInputHash,
  stringClaim,
  TokenRejected,
} from '@countersign/resource-server/jwt';
import type { Context } from '../context.ts';
import type { SignInIdentity } from '../identity/resolve-sign-in.ts';
import type { TrustedIssuer, TrustedIssuers } from '../identity/trusted-issuers.ts';
import type { Client } from './clients/store.ts';
import { type SingleUse, secondsAfter } from './single-use.ts';

export interface IdToken {
  readonly identity: SignInIdentity;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly authTime: Date | undefined;
  readonly acr: string | undefined;
  readonly amr: readonly string[];
  readonly providerSession: string | undefined;
  readonly providerSessionEnd: Date | undefined;
  /** To be used up once everything else has been checked. */
  readonly use: SingleUse;
}

const oldestSeconds = 120;
const longestMemorySeconds = 300;

/** OpenID Connect Core §3.1.3.7, for a token that was made out to this client's own relying party. */
export async function acceptIdToken(
  context: Context,
  issuers: TrustedIssuers,
  client: Client,
  token: string,
): Promise<IdToken> {
  const now = context.clock.now();
  const jwt = readJwt(token);
  requireType(jwt.header, 'jwt', [undefined]);
  refuseEvents(jwt.payload);
  const issuer = issuerOf(jwt, issuers, client);
  requireSignature(jwt, await issuers.keys(issuer, keyIdentifierOf(jwt.header)), issuer.algs);
  requireAudience(jwt.payload, issuer.audiences[client.id] ?? []);
  const { iat, exp } = requireCurrent(jwt.payload, now, ['iat', 'exp']);
  if (iat === undefined || exp === undefined) throw new TokenRejected('token has no dates');
  if (iat < now.getTime() / 1000 - oldestSeconds) throw new TokenRejected('token was issued too long ago');
  return {
    identity: identityOf(jwt.payload, issuer),
    issuedAt: fromSeconds(iat),
    expiresAt: fromSeconds(exp),
    authTime: dateClaim(jwt.payload, 'auth_time'),
    acr: textClaim(jwt.payload, 'acr'),
    amr: textsClaim(jwt.payload, 'amr'),
    providerSession: textClaim(jwt.payload, 'sid'),
    providerSessionEnd: dateClaim(jwt.payload, 'session_expiry'),
    use: {
      kind: 'id-token',
      mark: signingInputHash(jwt),
      until: secondsAfter(now, longestMemorySeconds),
      otherwise: new TokenRejected('token was used before'),
    },
  };
}

/** Back-Channel Logout 1.0 §2.4, RFC 8417 §4.5: a logout token may come without a type, by the same key, for the same audience. */
function refuseEvents(payload: JsonObject): void {
  if (Object.hasOwn(payload, 'events')) throw new TokenRejected('token tells of events');
}

/** Item 2: exactly one of the issuers of the domains that this client signs people in for. */
function issuerOf(jwt: Jwt, issuers: TrustedIssuers, client: Client): TrustedIssuer {
  const issuer = issuers.find(jwt.payload.iss);
  if (issuer === undefined || !client.signInDomains.includes(issuer.domain)) {
    throw new TokenRejected('token is of an issuer that this client may not exchange for');
  }
  return issuer;
}

/** Items 3 to 5: one audience, registered for this client and domain. */
function requireAudience(payload: JsonObject, accepted: readonly string[]): void {
  const values: unknown[] = Array.isArray(payload.aud) ? payload.aud : [payload.aud];
  const [aud] = values;
  if (values.length !== 1 || typeof aud !== 'string' || !accepted.includes(aud)) {
    throw new TokenRejected('token is for another audience');
  }
  if (Object.hasOwn(payload, 'azp') && payload.azp !== aud)
    throw new TokenRejected('token is for another party');
}

function identityOf(payload: JsonObject, issuer: TrustedIssuer): SignInIdentity {
  const { personClaim, groupsClaim, domain } = issuer;
  return {
    domain,
    iss: issuer.issuer,
    sub: stringClaim(payload, 'sub', 255),
    personKey:
      personClaim === undefined || domain === 'customer' ? undefined : textClaim(payload, personClaim),
    name: textClaim(payload, 'name'),
    email: textClaim(payload, 'email'),
    emailVerified: flagClaim(payload, 'email_verified'),
    groups: textsClaim(payload, groupsClaim),
  };
}

function fromSeconds(seconds: number): Date {
  return new Date(Math.floor(seconds) * 1000);
}

function dateClaim(payload: JsonObject, name: string): Date | undefined {
  const value = Object.hasOwn(payload, name) ? payload[name] : undefined;
  return typeof value === 'number' && Number.isFinite(value) && value > 0 && value < 1e11
    ? fromSeconds(value)
    : undefined;
}

/** Some issuers write it as text. */
function flagClaim(payload: JsonObject, name: string): boolean | undefined {
  const value = Object.hasOwn(payload, name) ? payload[name] : undefined;
  if (value === undefined) return undefined;
  return value === true || value === 'true';
}

function textClaim(payload: JsonObject, name: string): string | undefined {
  const value = Object.hasOwn(payload, name) ? payload[name] : undefined;
  return typeof value === 'string' && value !== '' && value.length <= 256 && !/\p{Cs}/u.test(value)
    ? value
    : undefined;
}

function textsClaim(payload: JsonObject, name: string): string[] {
  const value = Object.hasOwn(payload, name) ? payload[name] : undefined;
  if (!Array.isArray(value) || value.length > 200) return [];
  return value.filter((one): one is string => typeof one === 'string' && one !== '' && one.length <= 256);
}
