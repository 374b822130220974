/** Comments and texts, which may hold anything; then what ends a statement, what nests, and what chains. */
const TOKENS = /\/\/[^\n]*|"(?:[^"\\]|\\[\s\S])*"|;|[([{]|[)\]}]|\bif\b|&&|\|\||[.+*<>!=-]+/g;

const DEEPEST = 32;
const MOST_IFS = 50;
const MOST_CHAINED = 300;
const MOST_STATEMENTS = 500;

/**
 * Whether a text is more than Cedar may be given. It recurses over what it reads, and a stack that overflows leaves it
 * broken for as long as the process lives: from then on every decision is a no. A policy of a few hundred brackets is
 * enough for that.
 */
export function isTooNested(text: string): boolean {
  let [depth, ifs, chained, statements] = [0, 0, 0, 0];
  for (const [token] of text.matchAll(TOKENS)) {
    if (token.startsWith('//') || token.startsWith('"')) continue;
    if (token === ';') [ifs, chained, statements] = [0, 0, statements + 1];
    else if ('([{'.includes(token)) depth += 1;
    else if (')]}'.includes(token)) depth -= 1;
    else if (token === 'if') ifs += 1;
    else chained += 1;
    if (depth > DEEPEST || ifs > MOST_IFS || chained > MOST_CHAINED || statements > MOST_STATEMENTS)
      return true;
  }
  return false;
}

/** How many statements a text holds, without reading it. */
export const statementsIn = (text: string): number =>
  [...text.matchAll(TOKENS)].filter(([token]) => token === ';').length;
