import { join } from 'node:path';
import { answersWell, trusting } from '#bin/launch/answers.ts';
import { writePrivateJson } from '#bin/launch/private-file.ts';
import type { OwnBroker } from './own-broker.ts';
import { type Program, startProgram } from './program.ts';

export interface Peer extends Program {
  issuer: string;
  clientId: string;
  resource: string;
}

/** The peer in its own process, behind the same certificate and known to the same client. */
export async function startPeer(broker: OwnBroker): Promise<Peer> {
  const { settings } = broker;
  const { root, data } = settings;
  // A port of the same system that nothing else of it uses here.
  const issuer = `https://localhost:${settings.ports.console}`;
  const clientId = 'console-support';
  const resource = settings.accountsApi;
  const { kid, publicJwk } = broker.keyOf(clientId);
  const file = join(data, 'peer.json');
  writePrivateJson(file, {
    issuer,
    resource,
    tls: broker.certificateOf('broker'),
    jwk: { ...broker.keyOf('issuers').key.export({ format: 'jwk' }), kid: 'peer', alg: 'ES256', use: 'sig' },
    client: {
      client_id: clientId,
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
      id_token_signed_response_alg: 'ES256',
      dpop_bound_access_tokens: true,
      scope: 'read',
      jwks: { keys: [{ ...publicJwk, kid, alg: 'ES256', use: 'sig' }] },
    },
  });
  const dispatcher = trusting(data);
  const program = await startProgram({
    root,
    command: ['--import', 'tsx', join(root, 'bench/peer.ts')],
    environment: { PATH: process.env.PATH, NODE_ENV: 'production', PEER: file },
    isReady: () => answersWell(`${issuer}/.well-known/openid-configuration`, dispatcher),
  });
  await dispatcher.close();
  return { ...program, issuer, clientId, resource };
}
