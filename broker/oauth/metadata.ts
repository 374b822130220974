import { acceptedAlgorithms, signingAlgorithms } from '@countersign/resource-server/jwt';
import { allScopes } from './scopes.ts';
import { grantTypes } from './token-endpoint.ts';

/** What is served besides the core; the metadata promises nothing that does not work. */
export interface ServedFeatures {
  readonly mtlsUrl?: string | undefined;
  readonly delegation: boolean;
  readonly globalTokenRevocation: boolean;
}

const endpointsAt = (url: string) => ({
  token_endpoint: `${url}/token`,
  introspection_endpoint: `${url}/introspect`,
  revocation_endpoint: `${url}/revoke`,
});

/** RFC 8414 §2, RFC 8705 §3.3 and §5, RFC 9449 §5.1, RFC 9396 §10, RFC 9701 §7. */
export function authorizationServerMetadata(issuer: string, serves: ServedFeatures) {
  const methods = ['private_key_jwt', 'tls_client_auth'];
  return {
    issuer,
    ...endpointsAt(issuer),
    jwks_uri: `${issuer}/jwks`,
    grant_types_supported: [...grantTypes],
    response_types_supported: [],
    scopes_supported: allScopes,
    token_endpoint_auth_methods_supported: methods,
    introspection_endpoint_auth_methods_supported: methods,
    revocation_endpoint_auth_methods_supported: methods,
    token_endpoint_auth_signing_alg_values_supported: acceptedAlgorithms,
    introspection_endpoint_auth_signing_alg_values_supported: acceptedAlgorithms,
    revocation_endpoint_auth_signing_alg_values_supported: acceptedAlgorithms,
    dpop_signing_alg_values_supported: [...signingAlgorithms],
    tls_client_certificate_bound_access_tokens: true,
    introspection_signing_alg_values_supported: ['ES256'],
    ...(serves.mtlsUrl === undefined ? {} : { mtls_endpoint_aliases: endpointsAt(serves.mtlsUrl) }),
    ...(serves.delegation ? { authorization_details_types_supported: ['delegation_session'] } : {}),
    ...(serves.globalTokenRevocation
      ? { global_token_revocation_endpoint: `${issuer}/global-token-revocation` }
      : {}),
  };
}

/** RFC 9728 §2: the broker's own JSON API. */
export function protectedResourceMetadata(issuer: string) {
  return {
    resource: issuer,
    authorization_servers: [issuer],
    jwks_uri: `${issuer}/jwks`,
    scopes_supported: allScopes,
    bearer_methods_supported: ['header'],
    resource_name: 'Countersign delegation broker',
    tls_client_certificate_bound_access_tokens: true,
    dpop_signing_alg_values_supported: [...signingAlgorithms],
  };
}

export function metadataAnswer(document: object): Response {
  return new Response(JSON.stringify(document), {
    headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' },
  });
}
