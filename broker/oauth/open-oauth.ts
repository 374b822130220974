import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { type TrustedIssuers, trustedIssuers } from '../identity/trusted-issuers.ts';
import { type Nonces, nonces } from './dpop-nonce.ts';
import { deriveKey } from './keys/derive-key.ts';
import { type KeyRing, keyRing } from './keys/key-ring.ts';

/** What the OAuth endpoints keep between requests. */
export interface OAuth {
  readonly keys: KeyRing;
  readonly nonces: Nonces;
  readonly refreshKey: Buffer;
  readonly networkKey: Buffer;
  readonly issuers: TrustedIssuers;
}

export function openOAuth(config: Config, clock: Clock): OAuth {
  return {
    keys: keyRing(config.masterKey),
    nonces: nonces(deriveKey(config.masterKey, 'dpop nonces')),
    refreshKey: deriveKey(config.masterKey, 'refresh tokens'),
    networkKey: deriveKey(config.masterKey, 'networks'),
    issuers: trustedIssuers(config.domains, { demo: config.environment === 'demo', now: () => clock.now() }),
  };
}
