import { startRegistration } from '@simplewebauthn/browser';
import { whyNot } from '#components/signing/sign-with-passkey.ts';

/** Has the authenticator make a key; what goes wrong there, in words. */
export async function makePasskey(options: string): Promise<{ response: string } | { refused: string }> {
  try {
    return { response: JSON.stringify(await startRegistration({ optionsJSON: JSON.parse(options) })) };
  } catch (error) {
    return { refused: whyNot(error) };
  }
}
