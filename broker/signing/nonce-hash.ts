import { createHash } from 'node:crypto';

export const nonceHash = (nonce: string): string => createHash('sha256').update(nonce).digest('base64url');
