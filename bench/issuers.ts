import { createServer } from 'node:http';
import { close, listen } from '#bin/launch/loopback.ts';
import type { DemoPerson } from '#examples/demo-world/world.ts';
import { type BenchKey, signJwt } from './sign.ts';

export interface Issuers {
  /** As the person's identity provider would give it out after a sign-in through this client. */
  idToken(person: Pick<DemoPerson, 'iss' | 'sub' | 'groups' | 'person' | 'domain'>, clientId: string): string;
  stop(): Promise<void>;
}

/** Stands where the identity provider stands and signs without asking: hundreds of people sign in for one bench. */
export async function openIssuers(url: string, key: BenchKey): Promise<Issuers> {
  const { kid, publicJwk } = key;
  const server = createServer((request, response) => {
    const [, domain = ''] = (request.url ?? '').split('/');
    const issuer = `${url}/${domain}`;
    const body = request.url?.endsWith('/.well-known/openid-configuration')
      ? { issuer, jwks_uri: `${issuer}/jwks` }
      : { keys: [{ ...publicJwk, kid, alg: 'ES256', use: 'sig' }] };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  const fault = await listen(server, Number(new URL(url).port), '127.0.0.1');
  if (fault) throw new Error(`The issuers cannot listen: ${fault}`);
  return {
    idToken({ iss, sub, groups, person, domain }, clientId) {
      const iat = Math.floor(Date.now() / 1000);
      const staff = domain === 'customer' ? {} : { employee_id: person };
      const claims = { iss, sub, aud: clientId, iat, exp: iat + 300, auth_time: iat, groups, ...staff };
      return signJwt(key.key, { kid }, { ...claims, jti: crypto.randomUUID() });
    },
    stop: async () => {
      server.closeAllConnections();
      await close(server);
    },
  };
}
