/**
 * Control characters, bidirectional marks and overrides, and everything that is drawn as nothing (zero-width, fillers,
 * tags): what reads differently than it is. How an emoji is drawn (U+FE0E, U+FE0F) deceives nobody.
 */
export const DECEIVING =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\ufff9-\ufffb]|(?![\ufe0e\ufe0f])\p{Default_Ignorable_Code_Point}/u;

const ESCAPED = /\\u(?:\{([0-9a-f]{1,6})\}|([0-9a-f]{4}))|\\x([0-9a-f]{2})/gi;

function unescaped(text: string): string {
  return text.replace(ESCAPED, (whole, braced?: string, four?: string, two?: string) => {
    const code = Number.parseInt(braced ?? four ?? two ?? '', 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** Whether a file of a policy version holds such characters, plainly or escaped; how its lines are broken aside. */
export function deceives(text: string): boolean {
  return DECEIVING.test(unescaped(text.replace(/\r?\n|\t/g, ' ')));
}
