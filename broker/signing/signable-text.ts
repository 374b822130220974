import { Refusal } from '../errors.ts';

/**
 * Control characters, bidirectional marks and overrides, and everything that is drawn as nothing (zero-width, fillers,
 * tags): what reads differently than it is. How an emoji is drawn (U+FE0E, U+FE0F) deceives nobody.
 */
const DECEIVING =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\ufff9-\ufffb]|(?![\ufe0e\ufe0f])\p{Default_Ignorable_Code_Point}/u;

/** Text that people sign, or sign because of. */
export function signableText(text: string, name: string, limit: { min: number; max: number }): string {
  const trimmed = text.trim();
  if (DECEIVING.test(trimmed) || !isWellFormed(trimmed))
    throw new Refusal(
      'text_not_signable',
      `The ${name} holds invisible or control characters; leave them out.`,
      {
        status: 400,
        extra: { field: name },
      },
    );
  if (trimmed.length < limit.min || trimmed.length > limit.max)
    throw new Refusal('text_length', `The ${name} takes ${limit.min} to ${limit.max} characters.`, {
      status: 400,
      extra: { field: name },
    });
  return trimmed;
}

function isWellFormed(text: string): boolean {
  return !/\p{Cs}/u.test(text);
}
