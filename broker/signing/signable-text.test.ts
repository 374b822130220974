import { describe, expect, it } from 'vitest';
import { signableText } from './signable-text.ts';

const limit = { min: 0, max: 2000 };

describe('text that people sign', () => {
  it.each([
    ['a right-to-left override', '\u202e'],
    ['a zero-width space', '\u200b'],
    ['a soft hyphen', '\u00ad'],
    ['a grapheme joiner', '\u034f'],
    ['a Hangul filler', '\u3164'],
    ['a letter of an invisible tag', '\u{e0041}'],
    ['an invisible variation selector', '\u{e0100}'],
    ['an annotation anchor', '\ufff9'],
    ['a line separator', '\u2028'],
    ['a null', '\u0000'],
  ])('is refused with %s in it', (_, character) => {
    expect(() => signableText(`pay${character}roll`, 'comment', limit)).toThrow(
      expect.objectContaining({ code: 'text_not_signable' }),
    );
  });

  it.each(['Grüße, 你好, مرحبا, नमस्ते', 'Careful \u26a0\ufe0f'])('may be in any language: %s', (text) => {
    expect(signableText(text, 'comment', limit)).toBe(text);
  });
});
