import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { z } from 'zod';
import { readIfThere, writePrivateJson } from './private-file.ts';

const PrivateJwk = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string(),
  kid: z.string(),
  alg: z.literal('ES256'),
});
const secret = z.string().min(32);
const Secrets = z.object({
  brokerMasterKey: secret,
  consoleMasterKey: secret,
  authSecrets: z.object({ support: secret, admin: secret, customer: secret }),
  signInSecrets: z.object({ support: secret, admin: secret, customer: secret, accounts: secret }),
});

export type PrivateJwk = z.infer<typeof PrivateJwk>;
export type Secrets = z.infer<typeof Secrets>;

export function keyPath(data: string, clientId: string): string {
  return join(data, 'keys', `${clientId}.jwk`);
}

/** The client's own ES256 key, made on first run. */
export async function clientKey(data: string, clientId: string): Promise<PrivateJwk> {
  const path = keyPath(data, clientId);
  const present = readIfThere(path);
  if (present) return PrivateJwk.parse(JSON.parse(present));
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const key = PrivateJwk.parse({ ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256' });
  writePrivateJson(path, key);
  return key;
}

export function publicJwk({ kty, crv, x, y, kid, alg }: PrivateJwk): JWK {
  return { kty, crv, x, y, kid, alg, use: 'sig' };
}

/** Master keys and cookie secrets of this installation. Losing them makes what they encrypt unreadable. */
export function secrets(data: string): Secrets {
  const path = join(data, 'secrets.json');
  const present = readIfThere(path);
  if (present) return Secrets.parse(JSON.parse(present));
  const perDoor = () => ({ support: fresh(), admin: fresh(), customer: fresh() });
  const made: Secrets = {
    brokerMasterKey: fresh(),
    consoleMasterKey: fresh(),
    authSecrets: perDoor(),
    signInSecrets: { ...perDoor(), accounts: fresh() },
  };
  writePrivateJson(path, made);
  return made;
}

function fresh(): string {
  return randomBytes(32).toString('base64');
}
