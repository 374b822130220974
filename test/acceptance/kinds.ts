import { sign } from 'node:crypto';
import { signToken, type TokenKind } from '#broker/oauth/sign-token.ts';
import { claimsOf } from '../delegated-house.ts';
import type { PlaceName } from './places.ts';
import { type Holder, proofFor, type TokenHouse } from './token-house.ts';

/** Something signed, and the client in whose hands it would be worth the most. */
export interface Kind {
  readonly holder: Holder;
  /** A new one each time; for this place, where it names its place itself. */
  make(place: PlaceName): Promise<string>;
}

export type KindName = keyof ReturnType<typeof kinds>;

const LOGOUT = 'http://schemas.openid.net/event/backchannel-logout';
const SESSION_REVOKED = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';

export function kinds(house: TokenHouse) {
  const { ana, probe, issuer, context, oauth } = house;
  const logout = (header: object) => house.idToken('support', 'ana', { events: { [LOGOUT]: {} } }, header);
  /** Signed by the broker's own key; says all that a sign-in token and a grant token say. */
  const sayingItAll = (more: object) => ({ ...claimsOf(ana.grant), ...claimsOf(ana.own), ...more });
  const own = (typ: string, claims: object) => signToken(context, oauth, typ as TokenKind, claims);
  const assertionAndProof = (place: PlaceName) => ({
    ...proofFor(
      place.includes('own API') ? 'GET' : 'POST',
      place.includes('own API') ? `${issuer}/v1/me` : `${issuer}/token`,
      probe.own,
    ),
    nonce: house.nonce(),
  });

  return {
    'ID token': { holder: ana, make: () => house.idToken('support', 'ana', {}) },
    'logout token': { holder: ana, make: () => logout({ typ: 'logout+jwt' }) },
    'logout token without a type': { holder: ana, make: () => logout({}) },
    'sign-in token': {
      holder: ana,
      make: async () => (await house.signIn(ana, 'support', 'ana')).token,
    },
    "customer's sign-in token": {
      holder: probe,
      make: async () => (await house.signIn(probe, 'customer', 'mira')).token,
    },
    'service token': { holder: probe, make: () => house.serviceToken(probe) },
    'delegated token': { holder: ana, make: () => house.delegated(ana) },
    'grant token': { holder: ana, make: async () => ana.grant },
    'client assertion': {
      holder: probe,
      make: (place) =>
        house.assertion('svc_probe', probe.key, assertionAndProof(place), {
          typ: 'client-authentication+jwt',
        }),
    },
    'client assertion without a type': {
      holder: probe,
      make: (place) => house.assertion('svc_probe', probe.key, assertionAndProof(place)),
    },
    'DPoP proof': {
      holder: probe,
      make: (place) =>
        house.proof(probe.key, {
          iss: 'svc_probe',
          sub: 'svc_probe',
          aud: issuer,
          exp: house.now() + 60,
          ...assertionAndProof(place),
        }),
    },
    'security event token': {
      holder: ana,
      make: () => own('secevent+jwt', sayingItAll({ events: { [SESSION_REVOKED]: {} } })),
    },
    'introspection response': {
      holder: ana,
      make: async () => {
        const form = new URLSearchParams({ token: await house.delegated(ana), client_id: 'svc_accounts' });
        const headers = { accept: 'application/token-introspection+jwt' };
        const sanUris = ['spiffe://countersign.demo/accounts-api'];
        return (await house.send('/introspect', { method: 'POST', headers, body: form }, sanUris)).text;
      },
    },
    'introspection response that says it all': {
      holder: ana,
      make: () => own('token-introspection+jwt', sayingItAll({ token_introspection: { active: true } })),
    },
    'consent receipt': {
      holder: ana,
      make: () => own('consent-receipt+jwt', sayingItAll({ record_id: 'cns_one', purposes: [] })),
    },
    'token of no kind': { holder: ana, make: () => own('JWT', sayingItAll({})) },
    'log checkpoint': {
      holder: ana,
      make: async () => {
        const { key } = await oauth.keys.signingKey(context);
        const note = `localhost:3001/log\n1\n${Buffer.alloc(32).toString('base64')}\n`;
        return `${note}\n— localhost:3001/log ${sign('sha256', Buffer.from(note), key).toString('base64')}\n`;
      },
    },
    'refresh token': {
      holder: ana,
      make: async () => (await house.signIn(ana, 'support', 'ana')).refresh,
    },
  } satisfies Record<string, Kind>;
}
