import { TokenRejected } from '@countersign/resource-server/jwt';
import type { Context } from '../context.ts';
import { OAuthError } from '../errors.ts';
import type { Connection } from '../http/connection.ts';
import { NonceWanted, readProof } from './dpop.ts';
import type { OAuth } from './open-oauth.ts';
import type { Confirmation } from './sender.ts';
import type { SingleUse } from './single-use.ts';

export interface ProvenSender {
  readonly confirmation: Confirmation;
  readonly headers: Record<string, string>;
  /** What was shown for it and must not be shown again. */
  readonly uses: readonly SingleUse[];
}

/** RFC 9449 §5 when there is a proof, else RFC 8705 §3: no token without a sender that holds a key. */
export function proveSender(
  context: Context,
  oauth: OAuth,
  request: Request,
  connection: Connection,
  urls: readonly string[],
): ProvenSender {
  const proof = request.headers.get('dpop');
  if (proof === null) {
    if (connection.certificate === undefined)
      throw new OAuthError('invalid_request', 'sender constraint required');
    return { confirmation: { 'x5t#S256': connection.certificate.thumbprint }, headers: {}, uses: [] };
  }
  try {
    const { thumbprint, freshNonce, use } = readProof(context, proof, {
      method: request.method,
      urls,
      nonces: oauth.nonces,
      nonceRequired: true,
    });
    return {
      confirmation: { jkt: thumbprint },
      headers: freshNonce === undefined ? {} : { 'dpop-nonce': freshNonce },
      uses: [{ ...use, otherwise: new OAuthError('invalid_dpop_proof', use.otherwise.message) }],
    };
  } catch (error) {
    if (error instanceof NonceWanted) {
      throw new OAuthError('use_dpop_nonce', 'a fresh nonce is required in the proof', {
        headers: { 'dpop-nonce': error.nonce },
      });
    }
    if (error instanceof TokenRejected) throw new OAuthError('invalid_dpop_proof', error.message);
    throw error;
  }
}
