import { createPrivateKey, randomUUID } from 'node:crypto';
import { calculateThumbprint, generateKeyPair, generateProof, type JWSAlgorithm } from 'dpop';
import { describe, expect, it } from 'vitest';
import { callerKey, jws } from '../broker-fixture.ts';
import type { RunningSystem } from './running-system.ts';

/** Makes proofs only: the requests, and taking a nonce in, are the caller's own. */
export function dpop(system: () => RunningSystem): void {
  /** Client credentials of the probe, with a proof of this key. */
  async function askToken(key: Awaited<ReturnType<typeof generateKeyPair>>, nonce?: string) {
    const { broker, clients } = system().demo;
    const { client_id, privateKeyJwk } = clients.probe;
    const iat = Math.floor(Date.now() / 1000);
    const assertion = jws(
      { alg: 'ES256', kid: privateKeyJwk.kid },
      { iss: client_id, sub: client_id, aud: broker, jti: randomUUID(), iat, exp: iat + 60 },
      createPrivateKey({ key: privateKeyJwk, format: 'jwk' }),
    );
    const response = await system().fetchAs()(`${broker}/token`, {
      method: 'POST',
      headers: { dpop: await generateProof(key, `${broker}/token`, 'POST', nonce) },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
      }),
    });
    const body = (await response.json()) as Record<string, string>;
    return { status: response.status, nonce: response.headers.get('dpop-nonce') ?? undefined, body };
  }

  describe('dpop', () => {
    it.each<JWSAlgorithm>(['ES256', 'PS256', 'Ed25519'])(
      'proves a key of %s at the token endpoint, with the nonce it asks for, and at the API',
      async (alg) => {
        const key = await generateKeyPair(alg);
        const told = await askToken(key);
        expect(told).toMatchObject({ status: 400, body: { error: 'use_dpop_nonce' } });
        const { status, body } = await askToken(key, told.nonce);
        expect(status).toBe(200);
        const token = body.access_token ?? '';
        const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
        expect(claims.cnf).toEqual({ jkt: await calculateThumbprint(key.publicKey) });

        const url = `${system().demo.broker}/v1/me`;
        const call = async (proof: string) =>
          (await system().fetchAs()(url, { headers: { authorization: `DPoP ${token}`, dpop: proof } }))
            .status;
        const proof = await generateProof(key, url, 'GET', undefined, token);
        expect(await call(proof)).toBe(200);
        expect(await call(proof)).toBe(401);
        expect(await call(await generateProof(key, url, 'POST', undefined, token))).toBe(401);
        expect(
          await call(await generateProof(await generateKeyPair(alg), url, 'GET', undefined, token)),
        ).toBe(401);
      },
    );

    it('is refused with a key of RS256, which the broker takes for no proof', async () => {
      const key = await generateKeyPair('RS256');
      expect(await askToken(key)).toMatchObject({ status: 400, body: { error: 'invalid_dpop_proof' } });
    });

    it('is refused with a nonce that the broker never gave, and told one that is good', async () => {
      const told = await askToken(await generateKeyPair('ES256'), callerKey().thumbprint);
      expect(told).toMatchObject({
        status: 400,
        body: { error: 'use_dpop_nonce' },
        nonce: expect.any(String),
      });
    });
  });
}
