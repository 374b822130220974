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
  /** The first hashes the network that a sign-in began in; the others are those of other master keys. */
  readonly networkKeys: readonly Buffer[];
  readonly issuers: TrustedIssuers;
}

export function openOAuth(config: Config, clock: Clock): OAuth {
  const masterKeys = [config.masterKey, ...config.otherMasterKeys];
  return {
    keys: keyRing(masterKeys),
    nonces: nonces(masterKeys.map((key) => deriveKey(key, 'dpop nonces'))),
    networkKeys: masterKeys.map((key) => deriveKey(key, 'networks')),
    issuers: trustedIssuers(config.domains, { demo: config.environment === 'demo', now: () => clock.now() }),
  };
}
