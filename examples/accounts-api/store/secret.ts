import { createHash, randomBytes } from 'node:crypto';

/** 256 unguessable bits, so a plain hash of it is enough to keep. */
export const newSecret = (prefix: string): string => `${prefix}_${randomBytes(32).toString('base64url')}`;

export const hashOf = (secret: string): string =>
  createHash('sha256').update(secret, 'utf8').digest('base64url');
