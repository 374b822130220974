import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import Provider from 'oidc-provider';
import { z } from 'zod';

/** What the peer is told by its environment. */
const { PEER } = z.object({ PEER: z.string() }).parse(process.env);
const { issuer, client, jwk, tls, resource } = z
  .object({
    issuer: z.url(),
    client: z.record(z.string(), z.unknown()),
    jwk: z.record(z.string(), z.unknown()),
    tls: z.object({ cert: z.string(), key: z.string(), ca: z.string() }),
    resource: z.url(),
  })
  .parse(JSON.parse(readFileSync(PEER, 'utf8')));

/**
 * oidc-provider as its makers ship it, with its own in-memory adapter: client credentials by `private_key_jwt`, DPoP with
 * a nonce, and a signed JWT as access token.
 */
const provider = new Provider(issuer, {
  clients: [client as never],
  jwks: { keys: [jwk as never] },
  clientAuthMethods: ['private_key_jwt'],
  enabledJWA: {
    idTokenSigningAlgValues: ['ES256'],
    clientAuthSigningAlgValues: ['ES256'],
    dPoPSigningAlgValues: ['ES256'],
  },
  scopes: ['read'],
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => true },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: () => ({
        scope: 'read',
        audience: resource,
        accessTokenTTL: 300,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'ES256' } },
      }),
    },
  },
});

createServer(
  { ...tls, minVersion: 'TLSv1.2', requestCert: true, rejectUnauthorized: false },
  provider.callback(),
).listen(Number(new URL(issuer).port), '127.0.0.1');

process.on('SIGTERM', () => process.exit());
