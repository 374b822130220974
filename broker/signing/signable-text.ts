import { Refusal } from '../errors.ts';
import { DECEIVING } from '../policy/deceiving-text.ts';

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
