import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JWK } from 'jose';
import { freePort } from '#test/free-port.ts';
import { type Key, newKey } from './test-key.ts';

/** An OpenID provider with three issuers on a port of its own: discovery and keys over HTTP, tokens signed here. */
export async function openProvider(
  more: readonly JWK[] = [],
): Promise<{ url: string; key: Key; server: Server }> {
  const key = await newKey();
  const server = createServer((request, response) => {
    const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
    const [, domain, ...rest] = (request.url ?? '').split('/');
    const documents: Record<string, object> = {
      '.well-known/openid-configuration': {
        issuer: `${issuer}/${domain}`,
        jwks_uri: `${issuer}/${domain}/jwks`,
      },
      jwks: { keys: [{ ...key.jwk, use: 'sig' }, ...more] },
    };
    const document = documents[rest.join('/')];
    response.writeHead(document ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(document ?? {}));
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve));
  return { url: `http://localhost:${port}`, key, server };
}
