import { createPrivateKey, type KeyObject, sign } from 'node:crypto';

type Json = Record<string, unknown>;

export interface BenchKey {
  kid: string;
  key: KeyObject;
  publicJwk: { kty: string; crv: string; x: string; y: string };
}

interface PrivateJwk {
  kid: string;
  kty: string;
  crv: string;
  x: string;
  y: string;
  d: string;
}

export function benchKey({ kid, ...jwk }: PrivateJwk): BenchKey {
  const { kty, crv, x, y } = jwk;
  return { kid, key: createPrivateKey({ key: jwk, format: 'jwk' }), publicJwk: { kty, crv, x, y } };
}

/** ES256, synchronously: a batch of thousands is signed before the clock runs. */
export function signJwt(key: KeyObject, header: Json, payload: Json): string {
  const input = [{ alg: 'ES256', ...header }, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}
