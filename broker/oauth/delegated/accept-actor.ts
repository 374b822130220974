import { TokenRejected } from '@countersign/resource-server/jwt';
import type { Context } from '../../context.ts';
import type { Principal } from '../../identity/principal.ts';
import { ownApiClaims } from '../access-token.ts';
import type { TokenRequest } from '../grants/token-request.ts';
import { livePrincipal } from '../live-principal.ts';
import type { OAuth } from '../open-oauth.ts';
import { readOwnToken } from '../own-token.ts';
import { sameConfirmation } from '../sender.ts';
import { refused } from './refused.ts';

/** The actor's own token: of this client, bound to this very sender, acting for nobody, and alive as the database sees it. */
export async function acceptActor(
  context: Context,
  oauth: OAuth,
  { client, sender }: TokenRequest,
  token: string,
): Promise<Principal> {
  try {
    const jwt = await readOwnToken(context, oauth, 'at+jwt', token);
    if (Object.hasOwn(jwt.payload, 'act')) throw new TokenRejected('the actor acts for somebody else');
    const claims = ownApiClaims(context, jwt);
    if (claims.domain !== 'support' && claims.domain !== 'service')
      throw new TokenRejected('nobody of this domain acts');
    if (!sameConfirmation(claims.confirmation, sender.confirmation))
      throw new TokenRejected('the actor token is bound to another key');
    if (claims.clientId !== client.id) throw new TokenRejected('the actor token is of another client');
    const principal = await livePrincipal(context, claims);
    if (principal === undefined) throw new TokenRejected('the actor is disabled or no longer signed in');
    if (!principal.scopes.includes('delegation.run'))
      throw new TokenRejected('the actor token is not for running delegations');
    return principal;
  } catch (error) {
    if (error instanceof TokenRejected) throw refused('actor_token_invalid', error.message);
    throw error;
  }
}
