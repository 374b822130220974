import { hkdfSync } from 'node:crypto';

export type KeyPurpose = 'signing keys at rest' | 'refresh keys at rest' | 'dpop nonces' | 'networks';

/** RFC 5869: one key per purpose out of the master key. */
export function deriveKey(masterKey: Uint8Array, purpose: KeyPurpose): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), `countersign ${purpose}`, 32));
}
