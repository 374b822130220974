import type { Context } from '../context.ts';
import type { OAuth } from './open-oauth.ts';

/** RFC 7517 §5: public members only. */
export async function jwksEndpoint(context: Context, oauth: OAuth): Promise<Response> {
  const keys = await oauth.keys.publicKeys(context);
  return new Response(JSON.stringify({ keys }), {
    headers: { 'content-type': 'application/jwk-set+json', 'cache-control': 'public, max-age=60' },
  });
}
