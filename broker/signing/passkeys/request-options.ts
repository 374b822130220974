import type { Context } from '../../context.ts';
import { activePasskeys } from './store.ts';

/** PublicKeyCredentialRequestOptionsJSON (WebAuthn Level 3 §5.1.9). */
export interface RequestOptions {
  challenge: string;
  rpId: string;
  allowCredentials: { id: string; type: 'public-key' }[];
  userVerification: 'required';
  timeout: number;
}

/** What the browser needs to have a challenge signed with one of the signer's keys. */
export async function requestOptions(
  context: Context,
  signer: string,
  challenge: string,
): Promise<RequestOptions | undefined> {
  const { passkeys } = context.config;
  const keys = passkeys ? await activePasskeys(context.reader, signer) : [];
  if (!passkeys || keys.length === 0) return undefined;
  return {
    challenge,
    rpId: passkeys.rpId,
    allowCredentials: keys.map(({ credentialId }) => ({ id: credentialId, type: 'public-key' })),
    userVerification: 'required',
    timeout: 300_000,
  };
}
