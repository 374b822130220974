import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JWK } from 'oidc-provider';
import { z } from 'zod';
import type { Domain } from './domains.ts';

const signingKeySchema = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string(),
  alg: z.literal('ES256'),
  use: z.literal('sig'),
});

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

function newSigningKey(): z.infer<typeof signingKeySchema> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return signingKeySchema.parse({ ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig' });
}

export interface IssuerKeys {
  signingKey: JWK;
  cookieKeys: string[];
}

/** Each issuer signs with a key of its own, made at the first start and kept in the data folder. */
export function issuerKeys(dataFolder: string, domain: Domain): IssuerKeys {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  return {
    signingKey: kept(join(dataFolder, `${domain}.jwk`), signingKeySchema, newSigningKey),
    cookieKeys: kept(join(dataFolder, `${domain}.cookie-keys.json`), cookieKeysSchema, () => [
      randomBytes(32).toString('base64url'),
    ]),
  };
}
