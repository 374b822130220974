import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { seal, unseal } from './seal.ts';

const key = randomBytes(32);
const place = 'support/handle';

describe('tokens at rest', () => {
  it('open again with the same key at the same place', () => {
    expect(unseal(key, place, seal(key, place, 'a refresh token – ünïcode'))).toBe(
      'a refresh token – ünïcode',
    );
  });

  it('are not readable in what is stored, and never stored alike twice', () => {
    const sealed = seal(key, place, 'secret-token');
    expect(sealed).not.toContain('secret-token');
    expect(Buffer.from(sealed.split('.')[2] ?? '', 'base64url').toString('utf8')).not.toContain('secret');
    expect(seal(key, place, 'secret-token')).not.toBe(sealed);
  });

  it('do not open with another key', () => {
    expect(() => unseal(randomBytes(32), place, seal(key, place, 'x'))).toThrow();
  });

  it('do not open in another row or at another door', () => {
    expect(() => unseal(key, 'admin/handle', seal(key, place, 'x'))).toThrow();
  });

  it.each([1, 2, 3])('do not open when part %i was changed', (position) => {
    const parts = seal(key, place, 'a token').split('.');
    const bytes = Buffer.from(parts[position] ?? '', 'base64url');
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    parts[position] = bytes.toString('base64url');
    expect(() => unseal(key, place, parts.join('.'))).toThrow();
  });

  it('do not open with a shortened tag', () => {
    const parts = seal(key, place, 'a token').split('.');
    parts[3] = Buffer.from(parts[3] ?? '', 'base64url')
      .subarray(0, 4)
      .toString('base64url');
    expect(() => unseal(key, place, parts.join('.'))).toThrow();
  });
});
