import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JWK } from 'oidc-provider';
import { z } from 'zod';
import { type Domain, SIGNING_ALGORITHMS, type SigningAlgorithm } from './domains.ts';

const text = z.string();
const use = z.literal('sig');

const signingKeySchemas = {
  ES256: z.strictObject({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: text,
    y: text,
    d: text,
    alg: z.literal('ES256'),
    use,
  }),
  RS256: z.strictObject({
    kty: z.literal('RSA'),
    n: text,
    e: text,
    d: text,
    p: text,
    q: text,
    dp: text,
    dq: text,
    qi: text,
    alg: z.literal('RS256'),
    use,
  }),
} as const;

const cookieKeysSchema = z.array(z.string().min(40)).min(1);

function kept<Value>(path: string, schema: z.ZodType<Value>, make: () => Value): Value {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    const value = make();
    writeFileSync(`${path}.new`, JSON.stringify(value), { mode: 0o600 });
    renameSync(`${path}.new`, path);
    return value;
  }
  return schema.parse(JSON.parse(text));
}

function newSigningKey(alg: SigningAlgorithm): JWK {
  const { privateKey } =
    alg === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return signingKeySchemas[alg].parse({ ...privateKey.export({ format: 'jwk' }), alg, use: 'sig' });
}

function signingKey(dataFolder: string, domain: Domain): JWK {
  const alg = SIGNING_ALGORITHMS[domain];
  // Named by what it signs with: a folder of before goes on with a new key instead of an unfit one.
  const name = alg === 'ES256' ? `${domain}.jwk` : `${domain}.${alg.toLowerCase()}.jwk`;
  return kept<JWK>(join(dataFolder, name), signingKeySchemas[alg], () => newSigningKey(alg));
}

export interface IssuerKeys {
  signingKey: JWK;
  cookieKeys: string[];
}

/** Each issuer signs with a key of its own, made at the first start and kept in the data folder. */
export function issuerKeys(dataFolder: string, domain: Domain): IssuerKeys {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  return {
    signingKey: signingKey(dataFolder, domain),
    cookieKeys: kept(join(dataFolder, `${domain}.cookie-keys.json`), cookieKeysSchema, () => [
      randomBytes(32).toString('base64url'),
    ]),
  };
}
