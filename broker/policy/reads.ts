import type { PreparedPolicies } from './judge.ts';

/** What policies spell out, and how they look at what they are given. */
export interface Reads {
  /** Every name and text in them. */
  readonly texts: ReadonlySet<string>;
  /** What texts are held against, piece by piece; null stands for anything. */
  readonly patterns: readonly (readonly (string | null)[])[];
  readonly instants: readonly number[];
  readonly spans: readonly number[];
  /** Takes a text for an address, an instant or a number: then two texts may differ in more than being two. */
  readonly looksIntoTexts: boolean;
  /** Counts with the clock, beyond what comes first and what time of day it is. */
  readonly countsWithTime: boolean;
}

const TIMES = new Set(['datetime', 'duration', 'toDate', 'toTime']);
const READS_TEXT = new Set(['ip', 'datetime', 'decimal', 'duration']);
/** Where the policies' form has a list that is no call. Any call that is not known here is taken to count with time. */
const LISTS = new Set(['Set', 'Value', 'pattern', 'conditions', 'entities', 'attr']);
const TIMELESS = new Set([
  ...['ip', 'isIpv4', 'isIpv6', 'isLoopback', 'isMulticast', 'isInRange'],
  ...['decimal', 'lessThan', 'lessThanOrEqual', 'greaterThan', 'greaterThanOrEqual'],
]);

const DAY_MS = 86_400_000;
const INSTANT = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(\.\d{3})?(?:Z|([+-]\d\d)([0-5]\d)))?$/;
const SPAN = /^(-)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+)s)?(?:(\d+)ms)?$/;

function instantIn(text: string): number {
  const [, day, time = '00:00:00', fraction = '.000', hours = '+00', minutes = '00'] =
    INSTANT.exec(text) ?? [];
  return Date.parse(`${day}T${time}${fraction}${hours}:${minutes}`);
}

function spanIn(text: string): number {
  const [, minus, ...parts] = SPAN.exec(text) ?? [];
  if (parts.length === 0 || parts.every((part) => part === undefined)) return Number.NaN;
  const [d = 0, h = 0, m = 0, s = 0, ms = 0] = parts.map((part) => Number(part ?? 0));
  const span = d * DAY_MS + h * 3_600_000 + m * 60_000 + s * 1000 + ms;
  return minus ? -span : span;
}

const literals = (member: unknown): string[] | undefined => {
  if (!Array.isArray(member)) return undefined;
  const texts = member.map((one) =>
    typeof one === 'object' && one !== null && 'Value' in one ? one.Value : undefined,
  );
  return texts.every((text) => typeof text === 'string') ? texts : undefined;
};

const pieces = (pattern: unknown): (string | null)[] =>
  (Array.isArray(pattern) ? pattern : []).map((piece) =>
    typeof piece === 'object' && piece !== null && 'Literal' in piece ? String(piece.Literal) : null,
  );

/** The guard rails too. */
export function readsOf({ policies, bundle }: PreparedPolicies): Reads {
  const texts = new Set(['read', 'write', 'sensitive', 'never', ...Object.keys(bundle.calendar)]);
  const patterns: (string | null)[][] = [];
  const instants: number[] = [];
  const spans: number[] = [];
  let looksIntoTexts = false;
  let countsWithTime = false;

  function call(name: string, member: unknown): void {
    const spelt = literals(member);
    if (READS_TEXT.has(name) && spelt === undefined) looksIntoTexts = true;
    if (name === '__extn') looksIntoTexts = countsWithTime = true;
    if (name === 'datetime') instants.push(...(spelt ?? []).map(instantIn));
    if (name === 'duration') spans.push(...(spelt ?? []).map(spanIn));
    if (Array.isArray(member) && !LISTS.has(name) && !TIMES.has(name) && !TIMELESS.has(name))
      countsWithTime = true;
  }
  function walk(value: unknown): void {
    if (typeof value === 'string') texts.add(value);
    else if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === 'object' && value !== null)
      for (const [name, member] of Object.entries(value)) {
        if (name === 'pattern') patterns.push(pieces(member));
        call(name, member);
        walk(member);
      }
  }
  for (const { body } of policies.values()) walk(JSON.parse(body));
  // What is spelt in a way that is not understood here is not compared here.
  countsWithTime ||= [...instants, ...spans].some(Number.isNaN);
  return { texts, patterns, instants, spans, looksIntoTexts, countsWithTime };
}

/** The same to these policies: neither comes before or after anything that the other does not. */
export function momentTo({ instants, spans, countsWithTime }: Reads): (now: Date, expires?: Date) => unknown {
  const day = (at: number) => Math.floor(at / DAY_MS) * DAY_MS;
  const fixed = [...instants, ...instants.map(day)];
  const fixedSpans = [...spans, ...fixed.map((at) => at - day(at)), 0];
  const places = (given: readonly number[], among: readonly number[]) =>
    given.map((one) => [...among, ...given].map((other) => Math.sign(one - other)).join());
  return (now, expires) => {
    if (countsWithTime) return [now, expires];
    const given = [now, ...(expires ? [expires] : [])].map((at) => at.getTime());
    const times = given.map((at) => at - day(at));
    return [places([...given, ...given.map(day)], fixed), places(times, fixedSpans)];
  };
}

/** Whether a text is what the pattern says; as Cedar's `like`. */
export function fits(text: string, pattern: readonly (string | null)[]): boolean {
  const [first = '', ...rest] = pattern
    .map((piece) => piece ?? '*\0')
    .join('')
    .split('*\0');
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const piece of rest) {
    const at = text.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}
