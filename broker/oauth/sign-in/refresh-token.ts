import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { SignInId } from '../../ids.ts';

export function firstRefreshToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Derived, so that inside the retry window the same successor is answered again without ever having been stored. */
export function successorOf(
  refreshKey: Uint8Array,
  signIn: SignInId,
  generation: number,
  token: string,
): string {
  return createHmac('sha256', refreshKey)
    .update(`${signIn}\u0000${generation}\u0000${refreshTokenHash(token)}`)
    .digest('base64url');
}

export function refreshTokenHash(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('base64url');
}
