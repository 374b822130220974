export { type Api, type ApiOptions, createApi, idempotencyKey } from './api.ts';
export { type BoundFetchOptions, type BoundRequest, createBoundFetch } from './bound-fetch.ts';
export type { CallerFetch, CallerRequest } from './caller-fetch.ts';
export { createClientAssertion } from './client-assertion.ts';
export { createProof, type ProofOf } from './dpop-proof.ts';
export type { components, paths } from './generated/api.ts';
export { createKeyReplacement, type KeyReplacement } from './key-replacement.ts';
export { NonceMemory } from './nonce-memory.ts';
export { Problem } from './problem.ts';
export { generateSigningKey, importSigningKey, type SigningKey } from './signing-key.ts';
export {
  type ClientAuthentication,
  createTokenClient,
  type TokenClient,
  type TokenClientOptions,
} from './token-client.ts';
export { TokenError } from './token-error.ts';
export type { Tokens } from './tokens.ts';
