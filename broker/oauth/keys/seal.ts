import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const cipher = 'aes-256-gcm';

/** AES-256-GCM. `bound` is authenticated with it, so that a sealed value cannot be moved to another row. */
export function seal(key: Uint8Array, plain: string, bound: string): string {
  const iv = randomBytes(12);
  const sealing = createCipheriv(cipher, key, iv).setAAD(Buffer.from(bound));
  const body = Buffer.concat([sealing.update(plain, 'utf8'), sealing.final()]);
  return Buffer.concat([iv, sealing.getAuthTag(), body]).toString('base64url');
}

export function unseal(key: Uint8Array, sealed: string, bound: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const opening = createDecipheriv(cipher, key, bytes.subarray(0, 12)).setAAD(Buffer.from(bound));
  opening.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([opening.update(bytes.subarray(28)), opening.final()]).toString('utf8');
}

/** Under the first of these keys that it was sealed with: while a master key is being replaced there are two. */
export function unsealAny(keys: readonly Uint8Array[], sealed: string, bound: string): string {
  for (const key of keys) {
    try {
      return unseal(key, sealed, bound);
    } catch {
      // Sealed under another one.
    }
  }
  throw new Error(`A key is sealed under a master key that is not configured: ${bound}.`);
}

/** Undefined where it is sealed under the first key already. */
export function sealedAnew(
  first: Uint8Array,
  others: readonly Uint8Array[],
  sealed: string,
  bound: string,
): string | undefined {
  try {
    unseal(first, sealed, bound);
    return undefined;
  } catch {
    return seal(first, unsealAny(others, sealed, bound), bound);
  }
}
