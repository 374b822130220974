import { createHash } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

function base32(text: string, length: number): string {
  const bytes = createHash('sha256').update(text).digest();
  let value = BigInt(`0x${bytes.toString('hex')}`);
  let characters = '';
  while (characters.length < length) {
    characters += ALPHABET[Number(value & 31n)];
    value >>= 5n;
  }
  return characters;
}

/** The same words always give the same id, so links and bookmarks outlive a fresh start. */
export function stableId<Prefix extends string>(prefix: Prefix, ...words: string[]): `${Prefix}_${string}` {
  return `${prefix}_${base32([prefix, ...words].join('\u0000'), 20)}`;
}

export function stableAccountId(...words: string[]): string {
  return base32(['account', ...words].join('\u0000'), 10);
}

export function stableSubject(domain: string, login: string): string {
  return `nw-${base32(['subject', domain, login].join('\u0000'), 16)}`;
}
