import { createHmac, hkdfSync, randomInt, timingSafeEqual } from 'node:crypto';
import type { Context } from '../../context.ts';

/** Nothing that looks like another letter. Ten of 26 are 47 bits. */
const LETTERS = 'ACDEFGHJKLMNPQRTUVWXY34679';
const LENGTH = 10;

export function newCode(): string {
  return Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

/** As it is read: in two groups. */
export const spellCode = (code: string): string => `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;

/** However it is typed: case, spaces and dashes do not count. */
const plain = (code: string): string => code.toUpperCase().replaceAll(/[\s-]/g, '');

interface Coded {
  signer: string;
  /** Over the statement and its nonce: the code is good for nothing else. */
  challenge: string;
  code: string;
}

function hashUnder(masterKey: Uint8Array, { signer, challenge, code }: Coded): Buffer {
  const info = 'countersign confirmation codes';
  const key = Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), info, 32));
  return createHmac('sha256', key)
    .update(JSON.stringify([signer, challenge, plain(code)]))
    .digest();
}

/** A code is short, so its hash is worth nothing without the master key. */
export function codeHash({ config }: Pick<Context, 'config'>, coded: Coded): string {
  return hashUnder(config.masterKey, coded).toString('base64url');
}

export function isCode({ config }: Pick<Context, 'config'>, kept: string, coded: Coded): boolean {
  const expected = Buffer.from(kept, 'base64url');
  return [config.masterKey, ...config.otherMasterKeys].some((masterKey) => {
    const given = hashUnder(masterKey, coded);
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
}
