import * as oauth from 'oauth4webapi';
import { describe, expect, it } from 'vitest';
import { accounts } from '#bin/launch/clients.ts';
import { asCertified, asked, asProbe, call, grant, serverOf, signIn } from './oauth4webapi-caller.ts';
import type { RunningSystem } from './running-system.ts';
import { profileOf } from './wish.ts';

/** It polls nothing by itself for an exchange: the caller repeats the request. */
export function oauth4webapi(system: () => RunningSystem): void {
  const errorOf = (attempt: Promise<unknown>) =>
    attempt.then(
      () => 'nothing was refused',
      (error: unknown) => (error instanceof oauth.ResponseBodyError ? error.error : error),
    );

  describe('oauth4webapi', () => {
    it('finds the metadata of the broker, of its API and of the backend', async () => {
      const server = await serverOf(system());
      expect(server.issuer).toBe(system().demo.broker);
      for (const resource of [system().demo.broker, system().demo.accountsApi]) {
        const answer = await oauth.resourceDiscoveryRequest(new URL(resource), {
          [oauth.customFetch]: system().fetchAs(),
        });
        const found = await oauth.processResourceDiscoveryResponse(new URL(resource), answer);
        expect(found).toMatchObject({ resource, authorization_servers: [server.issuer] });
      }
    });

    it('is told the nonce once and then keeps it', async () => {
      const probe = await asProbe(system());
      const server = await serverOf(system());
      const ask = () =>
        oauth
          .clientCredentialsGrantRequest(server, probe.client, probe.auth, {}, probe)
          .then((answer) => oauth.processClientCredentialsResponse(server, probe.client, answer));
      await expect(ask()).rejects.toSatisfy(oauth.isDPoPNonceError);
      expect(await ask()).toMatchObject({ token_type: 'dpop', expires_in: 300 });
      expect(await ask()).toMatchObject({ token_type: 'dpop' });
    });

    it('signs in, refreshes, and is refused the refresh token that was used up', async () => {
      const probe = await asProbe(system());
      const renew = (refresh_token = '') => grant(system(), probe, 'refresh_token', { refresh_token });
      const first = await signIn(system(), probe, 'mira');
      const second = await renew(first.refresh_token);
      const third = await renew(second.refresh_token);
      expect(await errorOf(renew(first.refresh_token))).toBe('invalid_grant');
      const me = call(system(), probe, third.access_token, '/v1/me');
      expect(await me.catch((error) => error.cause[0].parameters.error)).toBe('invalid_token');
    });

    it('polls, exchanges and calls the backend over mutual TLS, without DPoP', async () => {
      const tls = asCertified(system(), system().demo.clients.probeTls.client_id, 'probe-tls');
      const { consents, exchange } = await asked(system(), tls, 'ivo');
      expect(await errorOf(exchange())).toBe('authorization_pending');
      await consents();
      const { access_token: delegated, token_type } = await exchange();
      expect(token_type).toBe('bearer');
      const profile = () => call(system(), tls, delegated, profileOf(system(), 'ivo'));
      await expect.poll(async () => (await profile()).status, { timeout: 15_000 }).toBe(200);

      const backend = asCertified(system(), accounts, 'accounts-api');
      const server = await serverOf(system());
      const signing = { ...backend.client, introspection_signed_response_alg: 'ES256' };
      const answer = await oauth.introspectionRequest(server, signing, backend.auth, delegated, backend);
      expect(answer.headers.get('content-type')).toBe('application/token-introspection+jwt');
      expect(await oauth.processIntrospectionResponse(server, signing, answer)).toMatchObject({
        active: true,
        token_type: 'Bearer',
        cnf: { 'x5t#S256': expect.any(String) },
      });
      await oauth.validateApplicationLevelSignature(server, answer, backend);

      await oauth.processRevocationResponse(
        await oauth.revocationRequest(server, tls.client, tls.auth, delegated, tls),
      );
      const after = await oauth.introspectionRequest(
        server,
        backend.client,
        backend.auth,
        delegated,
        backend,
      );
      expect(await oauth.processIntrospectionResponse(server, backend.client, after)).toEqual({
        active: false,
      });
    });
  });
}
