/**
 * What a JWT has to stand before anything in it is believed (RFC 7515, RFC 8725): one spelling, one type, one of few
 * algorithms, a key chosen by us. The broker's own endpoints use the same.
 */
export {
  compactParts,
  type Jwt,
  keyIdentifierOf,
  numericDate,
  objectClaim,
  readJwt,
  requireCurrent,
  requireType,
  samePayload,
  signingInputHash,
  stringClaim,
  TokenRejected,
} from './gate.ts';
export { normaliseTarget } from './http-target.ts';
export { isJsonObject, type JsonObject } from './json-object.ts';
export {
  acceptedAlgorithms,
  algorithmOf,
  publicKey,
  requireSignature,
  signatureHolds,
  signingAlgorithms,
} from './signature.ts';
