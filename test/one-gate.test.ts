import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const gate = 'packages/resource-server/src/jwt/';

/** What takes a JWT apart, or checks a signature, without the gate. */
const goesRound = [
  /from 'jose'|import\('jose'\)/,
  /import [^;]*\b(verify|createVerify|createPublicKey)\b[^;]* from 'node:crypto'/,
  /\bcrypto\.(verify|createVerify)\b/,
  /\bsubtle\.verify\b/,
  /\.split\((['"`])\.\1\)/,
  /JSON\.parse\([^;]*base64/,
];
/** Its own keys, whose public half is taken from the private one; and the dots of an IP address. */
const excepted = ['broker/oauth/keys/key-ring.ts', 'broker/http/asserted.ts'];

const sources = (folder: string) =>
  readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path}`)
    .filter((path) => path.endsWith('.ts') && !/\.test\.ts$|\/test-/.test(path) && !path.startsWith(gate));
const textOf = (path: string) => readFileSync(`${root}/${path}`, 'utf8');

const broker = sources('broker');
const sdk = sources('packages/resource-server/src');

describe('broker and backend read every JWT through one gate', () => {
  it('nothing outside it takes one apart or verifies one', () => {
    const outside = [...broker, ...sdk].filter(
      (path) => !excepted.includes(path) && goesRound.some((way) => way.test(textOf(path))),
    );
    expect(outside).toEqual([]);
  });

  it('it is the same file for both', () => {
    const readers = (paths: string[]) => paths.filter((path) => /\breadJwt\b/.test(textOf(path)));
    expect(readers(broker).length).toBeGreaterThan(2);
    expect(readers(sdk).length).toBeGreaterThan(1);
    for (const path of readers(broker))
      expect(textOf(path), path).toMatch(/readJwt[^;]* from '@countersign\/resource-server\/jwt'/);
    for (const path of readers(sdk))
      expect(textOf(path), path).toMatch(/readJwt[^;]* from '\.\/jwt\/gate\.ts'/);
    const { exports } = JSON.parse(textOf('packages/resource-server/package.json'));
    expect(JSON.stringify(exports['./jwt'])).toContain('./src/jwt/index.ts');
    expect(textOf(`${gate}index.ts`)).toMatch(/readJwt[^;]* from '\.\/gate\.ts'/);
  });

  it.each([
    "import { jwtVerify } from 'jose';",
    "import { createHash, verify } from 'node:crypto';",
    "const [header] = token.split('.');",
    "JSON.parse(Buffer.from(part, 'base64url').toString())",
    'await crypto.subtle.verify(alg, key, signature, data)',
  ])('would catch it: %s', (text) => {
    expect(goesRound.some((way) => way.test(text))).toBe(true);
  });
});
