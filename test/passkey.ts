import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import type { Signed, Statement } from '#broker/signing/statement.ts';

export const ORIGIN = 'http://localhost:3000';

export interface AssertionJson {
  id: string;
  rawId: string;
  type: 'public-key';
  response: { authenticatorData: string; clientDataJSON: string; signature: string };
  clientExtensionResults: Record<string, never>;
}

/** What a test may have an authenticator, or the page that it is asked by, do otherwise. */
export interface Otherwise {
  origin?: string;
  rpId?: string;
  userVerified?: boolean;
  userPresent?: boolean;
  /** Instead of the next number. */
  counter?: number;
  challenge?: string;
  type?: string;
}

const base64url = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64url');
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest();

const UP = 0x01;
const UV = 0x04;
const ATTESTED = 0x40;

/** An authenticator in software: ES256, attestation `none`, user verification, a counter (WebAuthn Level 3). */
export class Authenticator {
  readonly aaguid: string;
  readonly credentialId = randomBytes(16);
  private readonly privateKey: KeyObject;
  private counter: number;

  constructor({
    aaguid = '00000000-0000-0000-0000-000000000000',
    counter = 0,
  }: {
    aaguid?: string;
    counter?: number;
  } = {}) {
    this.aaguid = aaguid;
    this.counter = counter;
    const { privateKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    this.privateKey = createPrivateKey(privateKey);
  }

  /** COSE_Key: kty EC2, alg ES256, crv P-256 (RFC 9053). */
  get publicKey(): Uint8Array {
    const { x = '', y = '' } = createPublicKey(this.privateKey).export({ format: 'jwk' });
    const members: [number, number | Uint8Array][] = [
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
      [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
    ];
    return isoCBOR.encode(new Map(members));
  }

  /** As its owner reads it off the authenticator's own page. */
  get fingerprint(): string {
    const hex = sha256(this.publicKey).subarray(0, 10).toString('hex');
    return (hex.match(/.{4}/g) ?? []).join('-');
  }

  private data(
    flags: number,
    { rpId = 'localhost', counter }: Otherwise,
    attested: Uint8Array[] = [],
  ): Buffer {
    const head = Buffer.alloc(5);
    head.writeUInt8(flags, 0);
    head.writeUInt32BE(counter ?? this.counter, 1);
    return Buffer.concat([sha256(rpId), head, ...attested]);
  }

  private flags({ userPresent = true, userVerified = true }: Otherwise): number {
    return (userPresent ? UP : 0) | (userVerified ? UV : 0);
  }

  private clientData(type: string, challenge: string, otherwise: Otherwise): Buffer {
    const { origin = ORIGIN } = otherwise;
    const told = { type: otherwise.type ?? type, challenge: otherwise.challenge ?? challenge, origin };
    return Buffer.from(JSON.stringify({ ...told, crossOrigin: false }));
  }

  /** §7.1: makes its key known. */
  register({ challenge }: { challenge: string }, otherwise: Otherwise = {}): RegistrationResponseJSON {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.credentialId.length);
    const aaguid = Buffer.from(this.aaguid.replaceAll('-', ''), 'hex');
    const attested = [aaguid, length, this.credentialId, this.publicKey];
    const authData = this.data(this.flags(otherwise) | ATTESTED, otherwise, attested);
    const attestation = new Map<string, string | Map<string, string> | Uint8Array>([
      ['fmt', 'none'],
      ['attStmt', new Map<string, string>()],
      ['authData', new Uint8Array(authData)],
    ]);
    return {
      id: base64url(this.credentialId),
      rawId: base64url(this.credentialId),
      type: 'public-key',
      response: {
        clientDataJSON: base64url(this.clientData('webauthn.create', challenge, otherwise)),
        attestationObject: base64url(isoCBOR.encode(attestation)),
        transports: ['internal'],
      },
      clientExtensionResults: {},
    };
  }

  /** §7.2: signs a challenge. */
  assert(challenge: string, otherwise: Otherwise = {}): AssertionJson {
    if (otherwise.counter === undefined) this.counter += 1;
    const authData = this.data(this.flags(otherwise), otherwise);
    const clientData = this.clientData('webauthn.get', challenge, otherwise);
    const signature = sign('sha256', Buffer.concat([authData, sha256(clientData)]), this.privateKey);
    return {
      id: base64url(this.credentialId),
      rawId: base64url(this.credentialId),
      type: 'public-key',
      response: {
        authenticatorData: base64url(authData),
        clientDataJSON: base64url(clientData),
        signature: base64url(signature),
      },
      clientExtensionResults: {},
    };
  }

  /** Signs what the broker built. */
  signs(
    { statement, nonce, challenge }: { statement: Statement; nonce: string; challenge: string },
    otherwise: Otherwise = {},
  ): Signed & { method: 'passkey'; assertion: AssertionJson } {
    return { statement, nonce, method: 'passkey', assertion: this.assert(challenge, otherwise) };
  }
}
