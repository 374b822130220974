import { startAuthentication, WebAuthnError } from '@simplewebauthn/browser';

type Signature = { assertion: string } | { refused: string };

/** Asks the authenticator for a signature over the broker's challenge; what goes wrong there, in words. */
export async function signWithPasskey(options: string | undefined): Promise<Signature> {
  if (options === undefined)
    return { refused: 'This is signed with a passkey, and you have none yet. Enrol one under Passkeys.' };
  try {
    const answer = await startAuthentication({ optionsJSON: JSON.parse(options) });
    return { assertion: JSON.stringify(answer) };
  } catch (error) {
    return { refused: whyNot(error) };
  }
}

/** What browsers say in names, in a sentence. */
export function whyNot(error: unknown): string {
  const name = error instanceof WebAuthnError ? error.name : error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'AbortError')
    return 'Nothing was signed: it was cancelled, took too long, or this device holds none of your passkeys.';
  if (name === 'InvalidStateError') return 'This device is enrolled already.';
  if (name === 'SecurityError') return 'Passkeys do not work at this address.';
  return 'The passkey could not be used here. Try another browser or device.';
}
