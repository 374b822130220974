import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { Context } from '../../context.ts';
import { keyThumbprint } from '../dpop.ts';
import { deriveKey } from './derive-key.ts';
import { seal } from './seal.ts';

export function newSigningKey(context: Context, status: 'active' | 'next') {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kid = keyThumbprint({ ...pair.publicKey.export({ format: 'jwk' }) });
  const sealingKey = deriveKey(context.config.masterKey, 'signing keys at rest');
  return {
    kid,
    status,
    sealedPrivateJwk: seal(sealingKey, JSON.stringify(pair.privateKey.export({ format: 'jwk' })), kid),
    createdAt: context.clock.sql,
  };
}

export function newRefreshKey(context: Context) {
  const id = `rfk_${randomBytes(8).toString('hex')}`;
  const sealingKey = deriveKey(context.config.masterKey, 'refresh keys at rest');
  const sealedKey = seal(sealingKey, randomBytes(32).toString('base64url'), id);
  return { id, status: 'active' as const, sealedKey, createdAt: context.clock.sql };
}
