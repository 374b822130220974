import * as client from 'openid-client';
import { describe, expect, it } from 'vitest';
import { accounts } from '#bin/launch/clients.ts';
import type { RunningSystem } from './running-system.ts';
import {
  ACCESS_TOKEN,
  consent,
  creating,
  GRANT_TOKEN,
  ID_TOKEN,
  profileOf,
  TOKEN_EXCHANGE,
  wishFor,
} from './wish.ts';

/** Its own polling speaks the device and CIBA grants only: a caller polls an exchange by asking again. */
export function openidClient(system: () => RunningSystem): void {
  const discovered = (
    clientId: string,
    auth: client.ClientAuth,
    more: { certificate?: string; metadata?: Partial<client.ClientMetadata> } = {},
  ) =>
    client.discovery(new URL(system().demo.broker), clientId, more.metadata, auth, {
      algorithm: 'oauth2',
      [client.customFetch]: system().fetchAs(more.certificate),
    });

  async function asProbe() {
    const { client_id, privateKeyJwk } = system().demo.clients.probe;
    const { kid } = privateKeyJwk;
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
    const key = await crypto.subtle.importKey('jwk', privateKeyJwk, algorithm, false, ['sign']);
    const config = await discovered(client_id, client.PrivateKeyJwt({ key, kid }));
    const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'));
    const signIn = async (domain: 'support' | 'customer', login: string) =>
      client.genericGrantRequest(
        config,
        TOKEN_EXCHANGE,
        { subject_token: await system().idToken(domain, login), subject_token_type: ID_TOKEN },
        { DPoP },
      );
    const call = (token: string, url: URL | string, body?: string) =>
      client.fetchProtectedResource(
        config,
        token,
        new URL(url, system().demo.broker),
        body === undefined ? 'GET' : 'POST',
        body,
        body === undefined ? undefined : creating(),
        { DPoP },
      );
    return { config, DPoP, signIn, call };
  }

  const asBackend = (more: Partial<client.ClientMetadata> = {}) =>
    discovered(accounts, client.TlsClientAuth(), { certificate: 'accounts-api', metadata: more });

  const refusal = (attempt: Promise<unknown>) =>
    attempt.then(
      () => 'nothing was refused',
      (error: unknown) => (error instanceof client.ResponseBodyError ? error.error : error),
    );

  describe('openid-client', () => {
    it('signs a person in by exchange of an ID token, with a nonce it is told, refreshes and signs out', async () => {
      const { config, DPoP, signIn, call } = await asProbe();
      const tokens = await signIn('support', 'ana');
      expect(tokens).toMatchObject({ token_type: 'dpop', issued_token_type: ACCESS_TOKEN });
      const me = await call(tokens.access_token, '/v1/me');
      expect(await me.json()).toMatchObject({ id: system().person('support', 'ana').id });

      const next = await client.refreshTokenGrant(config, tokens.refresh_token ?? '', {}, { DPoP });
      expect(next.refresh_token).not.toBe(tokens.refresh_token);
      expect((await call(next.access_token, '/v1/me')).status).toBe(200);

      await client.tokenRevocation(config, next.refresh_token ?? '');
      const renewed = client.refreshTokenGrant(config, next.refresh_token ?? '', {}, { DPoP });
      expect(await refusal(renewed)).toBe('invalid_grant');
      await expect(call(next.access_token, '/v1/me')).rejects.toMatchObject({
        cause: [{ scheme: 'dpop', parameters: { error: 'invalid_token' } }],
      });
    });

    it('polls until the customer consents, calls the backend, and revokes', async () => {
      const { config, DPoP, signIn, call } = await asProbe();
      const { access_token: own } = await client.clientCredentialsGrant(config, {}, { DPoP });
      const filed = await (await call(own, '/v1/delegations', wishFor(system(), 'noel'))).json();
      const exchange = () =>
        client.genericGrantRequest(
          config,
          TOKEN_EXCHANGE,
          {
            subject_token: filed.grant_token,
            subject_token_type: GRANT_TOKEN,
            actor_token: own,
            actor_token_type: ACCESS_TOKEN,
            resource: system().demo.accountsApi,
          },
          { DPoP },
        );
      expect(await refusal(exchange())).toBe('authorization_pending');
      expect(await refusal(exchange())).toBe('slow_down');

      const noel = await signIn('customer', 'noel');
      await consent((path, body) => call(noel.access_token, path, body), filed.id);
      const { access_token: delegated, ...granted } = await exchange();
      expect(granted).toMatchObject({
        token_type: 'dpop',
        scope: 'accounts:profile.read accounts:settings.read',
        authorization_details: [{ type: 'delegation_session' }],
      });
      expect(granted.refresh_token).toBeUndefined();
      const profile = () => call(delegated, profileOf(system(), 'noel'));
      await expect.poll(async () => (await profile()).status, { timeout: 15_000 }).toBe(200);

      const active = { active: true, aud: system().demo.accountsApi, token_type: 'DPoP' };
      expect(await client.tokenIntrospection(await asBackend(), delegated)).toMatchObject(active);
      const signed = await asBackend({ introspection_signed_response_alg: 'ES256' });
      expect(await client.tokenIntrospection(signed, delegated)).toMatchObject(active);
      expect(await client.tokenIntrospection(config, delegated)).toEqual({ active: false });

      await client.tokenRevocation(config, delegated);
      expect(await client.tokenIntrospection(await asBackend(), delegated)).toEqual({ active: false });
      await expect
        .poll(
          () =>
            profile().then(
              (kept) => kept.status,
              (error) => error.cause?.[0]?.parameters.error,
            ),
          {
            timeout: 15_000,
          },
        )
        .toBe('invalid_token');
    });

    it('authenticates by certificate, and the token is bound to it', async () => {
      const { client_id } = system().demo.clients.probeTls;
      const config = await discovered(client_id, client.TlsClientAuth(), { certificate: 'probe-tls' });
      const tokens = await client.clientCredentialsGrant(config);
      expect(tokens.token_type).toBe('bearer');
      const url = new URL('/v1/me', system().demo.broker);
      const me = await client.fetchProtectedResource(config, tokens.access_token, url, 'GET');
      expect(await me.json()).toMatchObject({ id: client_id, domain: 'service' });

      const other = await discovered(client_id, client.TlsClientAuth(), { certificate: 'accounts-api' });
      expect(await refusal(client.clientCredentialsGrant(other))).toBe('invalid_client');
      await expect(
        client.fetchProtectedResource(other, tokens.access_token, url, 'GET'),
      ).rejects.toMatchObject({ cause: [{ scheme: 'bearer', parameters: { error: 'invalid_token' } }] });
    });
  });
}
