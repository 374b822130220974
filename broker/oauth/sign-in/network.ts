import { createHmac } from 'node:crypto';
import { type Asserted, networkOf } from '../../http/asserted.ts';

/** Salted by the sign-in: the same network of two people is not seen to be the same. Null where nothing was asserted. */
export function networkHash(key: Uint8Array, signIn: string, { address }: Asserted): string | null {
  const network = address === undefined ? undefined : networkOf(address);
  if (network === undefined) return null;
  return createHmac('sha256', key).update(`${signIn}\u0000${network}`).digest('base64url');
}
