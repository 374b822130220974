import { DECEIVING } from '../policy/deceiving-text.ts';

const EACH = new RegExp(DECEIVING.source, 'gu');
const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}]/gu;

/**
 * A name as it may stand on a page that somebody decides by: without what makes it read differently than it is written.
 * Nobody is kept out by how their name is spelled; undefined when nothing is left of it.
 */
export function shownName(given: string): string | undefined {
  if (!DECEIVING.test(given) && given === given.trim() && given !== '') return given;
  const shown = given.replace(BREAKS, ' ').replace(EACH, '').replace(/\s+/g, ' ').trim();
  return shown === '' ? undefined : shown;
}

/** The name as it was given, for the log: what is drawn as nothing there is spelled out. */
export function spelledOut(given: string): string {
  return given.replace(EACH, (one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`);
}
