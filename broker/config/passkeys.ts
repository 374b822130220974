import { ConfigurationError } from './configuration-error.ts';

/** For whom passkeys are made, where they are used, and of which authenticators they may be. */
export interface PasskeySettings {
  readonly rpId: string;
  readonly origins: readonly string[];
  /** Absent: of any. */
  readonly aaguids?: readonly string[];
}

/** WebAuthn Level 3 §5.1.2: the RP ID is the host of each origin, or a domain that it lies in. */
export function passkeySettings(
  rpId: string | undefined,
  origins: readonly string[],
  aaguids: readonly string[],
): PasskeySettings | undefined {
  if (rpId === undefined && origins.length === 0 && aaguids.length === 0) return undefined;
  if (rpId === undefined || origins.length === 0)
    throw new ConfigurationError('BROKER_PASSKEY_RP_ID and BROKER_PASSKEY_ORIGINS go together.');
  const isOrigin = (text: string) => {
    if (!URL.canParse(text) || new URL(text).origin !== text) return false;
    const { hostname, protocol } = new URL(text);
    const secure = protocol === 'https:' || hostname === 'localhost';
    return secure && (hostname === rpId || hostname.endsWith(`.${rpId}`));
  };
  if (!origins.every(isOrigin))
    throw new ConfigurationError(
      'BROKER_PASSKEY_ORIGINS must be https origins (or of localhost) whose host is BROKER_PASSKEY_RP_ID or below it.',
    );
  const known = aaguids.map((one) => one.toLowerCase());
  if (!known.every((one) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(one)))
    throw new ConfigurationError('BROKER_PASSKEY_AAGUIDS must be AAGUIDs, separated by commas.');
  return { rpId, origins, ...(known.length === 0 ? {} : { aaguids: known }) };
}
