import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

export interface Key {
  privateKey: CryptoKey;
  jwk: JWK;
  thumbprint: string;
}

export async function newKey(alg = 'ES256'): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const bare = await exportJWK(publicKey);
  const thumbprint = await calculateJwkThumbprint(bare);
  return { privateKey, jwk: { ...bare, alg, kid: thumbprint }, thumbprint };
}
