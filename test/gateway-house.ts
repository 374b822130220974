import { createHash } from 'node:crypto';
import { expireDue } from '#broker/delegation/expire-due.ts';
import { x509 } from '#broker/http/x509.ts';
import { closeSessionsOf } from '#broker/session/closing.ts';
import { lapseSessions } from '#broker/session/lapse-sessions.ts';
import { raiseSession } from '#broker/session/raise-session.ts';
import type { Session } from '#broker/session/session.ts';
import { type CallerKey, callerKey, proofOf } from './broker-fixture.ts';
import {
  type DelegatedHouse,
  openDelegatedHouse,
  READ,
  RESOURCE,
  type SignedIn,
  WRITE,
} from './delegated-house.ts';

/** A request as it stands before a gateway, and what a test makes of it. */
export interface Attempt {
  method?: string;
  uri?: string;
  token?: string;
  scheme?: string;
  key?: CallerKey;
  /** A proof of another request, one that was used, or none. */
  proof?: string | null;
  /** What the proof says instead. */
  claims?: Record<string, unknown>;
  action?: string;
  resource?: string;
  /** What comes along besides; undefined takes a header away. */
  headers?: Record<string, string | undefined>;
  /** Whose certificate the gateway shows. */
  gateway?: string | null;
}

export interface Inside {
  token: string;
  session: Session;
  delegation: string;
}

export type Dialect = 'nginx' | 'traefik' | 'envoy';

/** The broker with Ana in a session for Mira, and a gateway before the accounts API that asks about her requests. */
export interface GatewayHouse extends DelegatedHouse {
  key: CallerKey;
  ana: SignedIn;
  account: string;
  /** Whatever was open has lapsed, and Ana signs in again. */
  newDay(): Promise<void>;
  /** A delegated token of hers, with the session that it belongs to. */
  goesIn(actions?: string[], signers?: string[]): Promise<Inside>;
  /** The same at level `write`. */
  goesInToChange(): Promise<Inside>;
  /** A certificate that an end caller could show. */
  endCertificate(): Promise<{ der: string; thumbprint: string }>;
  proof(of: { method: string; uri: string; token: string; claims?: Record<string, unknown> }): string;
  check(attempt: Attempt, dialect?: Dialect): Promise<Response>;
  evaluate(question: object, gateway?: string, path?: string): Promise<Response>;
}

const connectionOf = (gateway: string | null) => ({
  remoteAddress: '127.0.0.1',
  ...(gateway === null
    ? {}
    : {
        certificate: {
          thumbprint: gateway,
          subject: '',
          sanUris: [`spiffe://countersign.demo/${gateway}`],
          issuedAt: new Date(),
        },
      }),
});

/** A certificate that an end caller could show. */
export async function endCertificate(): Promise<{ der: string; thumbprint: string }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const name = 'CN=An agent at work';
  const made = { name, keys, signingAlgorithm: algorithm };
  const der = Buffer.from((await x509.X509CertificateGenerator.createSelfSigned(made)).rawData);
  return {
    der: der.toString('base64'),
    thumbprint: createHash('sha256').update(der).digest('base64url'),
  };
}

export async function openGatewayHouse(): Promise<GatewayHouse> {
  const house = await openDelegatedHouse();
  const key = callerKey();
  const ana = await house.signIn('support', 'ana', { key });

  function proof({
    method,
    uri,
    token,
    claims = {},
  }: {
    method: string;
    uri: string;
    token: string;
    claims?: Record<string, unknown>;
  }): string {
    const iat = Math.floor(house.clock.at.getTime() / 1000);
    const url = `${RESOURCE}${uri.split('?')[0]}`;
    return proofOf(key, { method, url, token }, { iat, ...claims });
  }

  /** Exactly what each of them sends. */
  function asked(dialect: Dialect, attempt: Attempt, method: string, uri: string) {
    const { action, resource } = attempt;
    if (dialect === 'envoy')
      return {
        url: `${house.issuer}/v1/check${uri}`,
        method,
        headers: {
          'content-length': '0',
          ...(action ? { 'delegation-action': action } : {}),
          ...(resource ? { 'delegation-resource': resource } : {}),
        },
      };
    const query = new URLSearchParams({ ...(action ? { action } : {}), ...(resource ? { resource } : {}) });
    const headers =
      dialect === 'nginx'
        ? { 'x-original-method': method, 'x-original-uri': uri }
        : {
            'x-forwarded-method': method,
            'x-forwarded-proto': 'https',
            'x-forwarded-host': 'localhost:3002',
            'x-forwarded-uri': uri,
            'x-forwarded-for': '203.0.113.7',
          };
    return {
      url: `${house.issuer}/v1/check${query.size > 0 ? `?${query}` : ''}`,
      method: 'GET',
      headers,
    };
  }

  return {
    ...house,
    key,
    ana,
    account: house.accountOf('mira').split('/')[1] ?? '',
    proof,
    async newDay() {
      house.clock.pass(2 * 3600);
      await expireDue(house.context, closeSessionsOf);
      await lapseSessions(house.context);
      Object.assign(ana, await house.signIn('support', 'ana', { key }));
    },
    async goesIn(actions = READ, signers = []) {
      const { session, delegation, grant } = await house.inSession(ana, actions, signers);
      const { access_token: token } = (await house.exchange(ana, grant)).body;
      return { token: String(token), session, delegation: delegation.id };
    },
    async goesInToChange() {
      const { session, delegation, grant } = await house.inSession(ana, WRITE, ['tess']);
      const { principal } = ana;
      await raiseSession(house.context, { principal, sid: session.id, reason: 'Mira asked for it.' });
      const { access_token: token } = (await house.exchange(ana, grant)).body;
      return { token: String(token), session, delegation: delegation.id };
    },
    endCertificate,
    async check(attempt, dialect = 'nginx') {
      const { method = 'GET', uri = '/accounts', token, scheme = 'DPoP', gateway = 'svc_accounts' } = attempt;
      const { url, headers, ...init } = asked(dialect, attempt, method, uri);
      const { proof: given } = attempt;
      const shown =
        given === null || token === undefined
          ? {}
          : { dpop: given ?? proof({ method, uri, token, claims: attempt.claims ?? {} }) };
      const all = {
        ...headers,
        ...(token === undefined ? {} : { authorization: `${scheme} ${token}` }),
        ...shown,
        ...attempt.headers,
      };
      const sent = Object.fromEntries(
        Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined),
      );
      return house.app.request(url, { ...init, headers: sent }, { connection: connectionOf(gateway) });
    },
    async evaluate(question, gateway = 'svc_accounts', path = '/access/v1/evaluation') {
      const init = {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(question),
      };
      return house.app.request(`${house.issuer}${path}`, init, { connection: connectionOf(gateway) });
    },
  };
}

/** What a gateway would pass on of a refusal: the status, and what the challenge says is wrong. */
export async function told(answer: Response): Promise<string> {
  const error = /error="([a-z_]+)"/.exec(answer.headers.get('www-authenticate') ?? '')?.[1];
  if ((await answer.text()) !== '') throw new Error('There is a body.');
  return error === undefined ? String(answer.status) : `${answer.status} ${error}`;
}
