import { calculateJwkThumbprint, EmbeddedJWK, exportJWK, generateKeyPair, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { createProof } from './dpop-proof.ts';
import { generateSigningKey, importSigningKey } from './signing-key.ts';

const of = { method: 'POST', url: 'https://broker.example/token?a=b#c' };

describe('a DPoP proof', () => {
  it('verifies with the key it carries, and says what it is for', async () => {
    const key = await generateSigningKey();
    const { payload, protectedHeader } = await jwtVerify(await createProof(key, of), EmbeddedJWK, {
      typ: 'dpop+jwt',
      algorithms: ['ES256'],
      maxTokenAge: '60s',
    });
    expect(payload).toMatchObject({ htm: 'POST', htu: 'https://broker.example/token' });
    expect(payload).not.toHaveProperty('ath');
    expect(payload).not.toHaveProperty('nonce');
    expect(await calculateJwkThumbprint(protectedHeader.jwk ?? {})).toBe(key.thumbprint);
  });

  it('binds the token sent beside it and the server’s nonce', async () => {
    const key = await generateSigningKey();
    const proof = await createProof(key, {
      ...of,
      accessToken: 'Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU',
      nonce: 'n1',
    });
    const { payload } = await jwtVerify(proof, EmbeddedJWK);
    // The pair of token and hash is RFC 9449 §7.1's own example.
    expect(payload).toMatchObject({ ath: 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo', nonce: 'n1' });
  });

  it('is never the same twice', async () => {
    const key = await generateSigningKey();
    const ids = await Promise.all(
      [1, 2].map(async () => (await jwtVerify(await createProof(key, of), EmbeddedJWK)).payload.jti),
    );
    expect(new Set(ids).size).toBe(2);
  });

  it.each(['ES256', 'Ed25519', 'PS256'])('carries no private member of an %s key', async (alg) => {
    const { privateKey } = await generateKeyPair(alg, { extractable: true });
    const key = await importSigningKey({ ...(await exportJWK(privateKey)), kid: 'k1' });
    const { payload, protectedHeader } = await jwtVerify(await createProof(key, of), EmbeddedJWK, {
      algorithms: [alg],
    });
    expect(payload.htm).toBe('POST');
    for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'])
      expect(protectedHeader.jwk).not.toHaveProperty(member);
  });

  it('cannot be made with a public key', async () => {
    const { publicKey } = await generateKeyPair('ES256', { extractable: true });
    await expect(importSigningKey(await exportJWK(publicKey))).rejects.toThrow(TypeError);
  });
});
