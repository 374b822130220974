import * as oauth from 'oauth4webapi';
import type { RunningSystem } from './running-system.ts';
import { ACCESS_TOKEN, consent, creating, GRANT_TOKEN, ID_TOKEN, TOKEN_EXCHANGE, wishFor } from './wish.ts';

/** A client of the demo as oauth4webapi wants it: also the options of its calls. */
export interface Caller {
  client: oauth.Client;
  auth: oauth.ClientAuth;
  DPoP?: oauth.DPoPHandle;
  [oauth.customFetch]: (url: string, init?: object) => Promise<Response>;
}

export async function serverOf(system: RunningSystem): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(system.demo.broker);
  const [algorithm, fetchIt] = ['oauth2', system.fetchAs()] as const;
  const answer = await oauth.discoveryRequest(issuer, { algorithm, [oauth.customFetch]: fetchIt });
  return oauth.processDiscoveryResponse(issuer, answer);
}

/** `private_key_jwt`, and tokens bound by DPoP to that pair. */
export async function asProbe(system: RunningSystem, pair?: oauth.CryptoKeyPair): Promise<Caller> {
  const { client_id, privateKeyJwk } = system.demo.clients.probe;
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const key = await crypto.subtle.importKey('jwk', privateKeyJwk, algorithm, false, ['sign']);
  const client: oauth.Client = { client_id };
  return {
    client,
    auth: oauth.PrivateKeyJwt({ key, kid: privateKeyJwk.kid }),
    DPoP: oauth.DPoP(client, pair ?? (await oauth.generateKeyPair('ES256'))),
    [oauth.customFetch]: system.fetchAs(),
  };
}

/** `tls_client_auth`, and tokens bound to the certificate. */
export const asCertified = (system: RunningSystem, client_id: string, certificate: string): Caller => ({
  client: { client_id },
  auth: oauth.TlsClientAuth(),
  [oauth.customFetch]: system.fetchAs(certificate),
});

/** The library has no exchange of its own, so it is a generic grant. */
export async function grant(
  system: RunningSystem,
  { client, auth, ...options }: Caller,
  type: string,
  form: Record<string, string> = {},
): Promise<oauth.TokenEndpointResponse> {
  const server = await serverOf(system);
  const ask = () =>
    oauth
      .genericTokenEndpointRequest(server, client, auth, type, form, options)
      .then((answer) => oauth.processGenericTokenEndpointResponse(server, client, answer));
  return ask().catch((error: unknown) => {
    // The handle has taken the nonce in: the library leaves it to the caller to ask once more.
    if (oauth.isDPoPNonceError(error)) return ask();
    throw error;
  });
}

export const call = (
  system: RunningSystem,
  caller: Caller,
  token: string,
  url: string | URL,
  body?: string,
): Promise<Response> =>
  oauth.protectedResourceRequest(
    token,
    body === undefined ? 'GET' : 'POST',
    new URL(url, system.demo.broker),
    body === undefined ? undefined : creating(),
    body,
    caller,
  );

export const signIn = async (system: RunningSystem, caller: Caller, login: string) =>
  grant(system, caller, TOKEN_EXCHANGE, {
    subject_token: await system.idToken('customer', login),
    subject_token_type: ID_TOKEN,
  });

/** A delegation that this client asks for: what is left is the customer's consent, and then the exchange. */
export async function asked(system: RunningSystem, caller: Caller, login: string) {
  const { access_token: own } = await grant(system, caller, 'client_credentials');
  const answer = await call(system, caller, own, '/v1/delegations', wishFor(system, login));
  const { id, grant_token } = (await answer.json()) as { id: string; grant_token: string };
  return {
    async consents(): Promise<void> {
      const probe = await asProbe(system);
      const customer = await signIn(system, probe, login);
      await consent((path, body) => call(system, probe, customer.access_token, path, body), id);
    },
    exchange: () =>
      grant(system, caller, TOKEN_EXCHANGE, {
        subject_token: grant_token,
        subject_token_type: GRANT_TOKEN,
        actor_token: own,
        actor_token_type: ACCESS_TOKEN,
        resource: system.demo.accountsApi,
      }),
  };
}
