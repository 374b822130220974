import {
  acceptedAlgorithms,
  type Jwt,
  readJwt,
  requireCurrent,
  requireSignature,
  requireType,
  stringClaim,
  TokenRejected,
} from '@countersign/resource-server/jwt';
import type { Context } from '../context.ts';
import { OAuthError } from '../errors.ts';
import type { ClientCertificate, Connection } from '../http/connection.ts';
import { credentialDays, isTooOld, usableKeys } from './clients/held-keys.ts';
import { type Client, type ClientMethod, findClient } from './clients/store.ts';
import type { Form } from './form.ts';
import { type SingleUse, secondsAfter, sha256, spend } from './single-use.ts';

export const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const longestAssertionSeconds = 300;
/** The gate's grace, and room for a node whose clock is late: it goes by its own, the mark by the database's. */
export const rememberedAfterExpirySeconds = 5 + 10;

/** A client that has proved who it is, and what it has shown for that and must not show again. */
export interface IdentifiedClient {
  readonly client: Client;
  readonly uses: readonly SingleUse[];
}

/** RFC 6749 §2.3, by exactly one method: RFC 7523 §3 or RFC 8705 §2.1. Holds once the uses are used up. */
export async function identifyClient(
  context: Context,
  request: Request,
  connection: Connection,
  form: Form,
): Promise<IdentifiedClient> {
  refuseUntrustedCertificate(connection);
  const method = soleMethod(request, form);
  if (method === 'assertion') return byAssertion(context, form);
  return { client: await byCertificate(context, connection.certificate, form), uses: [] };
}

export async function authenticateClient(
  context: Context,
  request: Request,
  connection: Connection,
  form: Form,
): Promise<Client> {
  const { client, uses } = await identifyClient(context, request, connection, form);
  await spend(context, uses);
  return client;
}

/** RFC 8705 §2: a certificate that is shown must be good, even where none is needed. */
function refuseUntrustedCertificate(connection: Connection): void {
  if (connection.untrustedCertificate) throw refused('the certificate does not end at the trusted authority');
}

/** RFC 6749 §2.3: the client must not use more than one method. */
function soleMethod(request: Request, form: Form): 'assertion' | 'certificate' {
  const authorization = request.headers.get('authorization');
  const assertion =
    form.get('client_assertion') !== undefined || form.get('client_assertion_type') !== undefined;
  const secret = form.get('client_secret') !== undefined;
  if ([authorization !== null, assertion, secret].filter(Boolean).length > 1) {
    throw new OAuthError('invalid_request', 'more than one client authentication method was used');
  }
  if (authorization !== null) {
    throw refused('the Authorization header is no method here', {
      'www-authenticate': `${schemeOf(authorization)} realm="countersign"`,
    });
  }
  if (secret) throw refused('client secrets are no method here');
  return assertion ? 'assertion' : 'certificate';
}

/** RFC 6749 §5.2: the challenge is of the scheme that was used, where it is one that anybody knows. */
function schemeOf(authorization: string): string {
  const used = authorization.split(' ', 1)[0]?.toLowerCase();
  return ['Basic', 'DPoP'].find((scheme) => scheme.toLowerCase() === used) ?? 'Bearer';
}

async function byAssertion(context: Context, form: Form): Promise<IdentifiedClient> {
  if (form.get('client_assertion_type') !== assertionType) throw refused('wrong client_assertion_type');
  const jwt = rejecting(() => readAssertion(form.get('client_assertion') ?? ''));
  const clientId = rejecting(() => assertedClient(jwt, form));
  const client = await findClient(context.reader, clientId);
  if (client?.method.name !== 'private_key_jwt') throw refused('no such client with that method');
  const now = context.clock.now();
  const keys = usableKeys(
    client.method.keys,
    now,
    credentialDays(context.config.credentialDays, client.credentialDays),
  ).map(({ jwk }) => jwk);
  const { jti, exp } = rejecting(() => {
    requireSignature(jwt, keys, acceptedAlgorithms);
    requireAudience(jwt, context.config.issuer);
    return { jti: stringClaim(jwt.payload, 'jti'), exp: requireShortLife(jwt, now) };
  });
  const shown: SingleUse = {
    kind: 'client-assertion',
    mark: `${client.id}:${sha256(jti)}`,
    until: secondsAfter(new Date(exp * 1000), rememberedAfterExpirySeconds),
    otherwise: refused('the assertion was used before'),
  };
  return { client, uses: [shown] };
}

function readAssertion(assertion: string): Jwt {
  const jwt = readJwt(assertion);
  requireType(jwt.header, 'client-authentication+jwt', ['jwt', undefined]);
  return jwt;
}

/** RFC 7523 §3 items 1 and 2; RFC 7521 §4.2 for the form's `client_id`. */
function assertedClient(jwt: Jwt, form: Form): string {
  const sub = stringClaim(jwt.payload, 'sub');
  if (stringClaim(jwt.payload, 'iss') !== sub) throw new TokenRejected('issuer and subject differ');
  const named = form.get('client_id');
  if (named !== undefined && named !== sub) throw new TokenRejected('client_id differs');
  return sub;
}

/** RFC 7523 §3 item 3, narrowed: the issuer's URL as a string, never an array or an endpoint. */
function requireAudience(jwt: Jwt, issuer: string): void {
  if (jwt.payload.aud !== issuer) throw new TokenRejected('the audience is another');
}

/** RFC 7523 §3 items 4 to 6, with a bound on the life of an assertion. */
function requireShortLife(jwt: Jwt, now: Date): number {
  const { exp } = requireCurrent(jwt.payload, now, ['exp', 'iat']);
  if (exp === undefined || exp - now.getTime() / 1000 > longestAssertionSeconds) {
    throw new TokenRejected('the assertion lives too long');
  }
  return exp;
}

/** RFC 8705 §2.1.2: `tls_client_auth_subject_dn` or `tls_client_auth_san_uri`, as registered. */
async function byCertificate(
  context: Context,
  certificate: ClientCertificate | undefined,
  form: Form,
): Promise<Client> {
  const clientId = form.get('client_id');
  if (clientId === undefined || certificate === undefined) throw refused('no client authentication');
  const client = await findClient(context.reader, clientId);
  if (client?.method.name !== 'tls_client_auth') throw refused('no such client with that method');
  if (!isNamedBy(certificate, client.method)) throw refused('the certificate is of another client');
  if (
    isTooOld(
      certificate.issuedAt,
      context.clock.now(),
      credentialDays(context.config.credentialDays, client.credentialDays),
    )
  )
    throw refused('the certificate is older than a credential may be');
  return client;
}

export function isNamedBy(
  { subject, sanUris }: ClientCertificate,
  method: Extract<ClientMethod, { name: 'tls_client_auth' }>,
): boolean {
  return 'subjectDn' in method ? subject === method.subjectDn : sanUris.includes(method.sanUri);
}

function rejecting<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof TokenRejected) throw refused(error.message);
    throw error;
  }
}

/** The same words for an unknown client and a bad signature; which it was stands in the log. */
function refused(detail: string, headers: Record<string, string> = {}): OAuthError {
  return new OAuthError('invalid_client', 'client authentication failed', { status: 401, detail, headers });
}
