import { createHmac } from 'node:crypto';
import { type Asserted, networkOf } from '../../http/asserted.ts';

/** Salted by the sign-in: the same network of two people is not seen to be the same. One for each key; none where nothing was asserted. */
export function networkHashes(keys: readonly Uint8Array[], signIn: string, { address }: Asserted): string[] {
  const network = address === undefined ? undefined : networkOf(address);
  if (network === undefined) return [];
  return keys.map((key) => createHmac('sha256', key).update(`${signIn}\u0000${network}`).digest('base64url'));
}
