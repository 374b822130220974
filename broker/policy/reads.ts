import type { PreparedPolicies } from './judge.ts';

/** What policies spell out, and how they look at what they are given. */
export interface Reads {
  /** Every name and text in them. */
  readonly texts: ReadonlySet<string>;
  /** What texts are held against, piece by piece; null stands for anything. */
  readonly patterns: readonly (readonly (string | null)[])[];
  /** Takes a text for an address, an instant or a number: then two texts may differ in more than being two. */
  readonly looksIntoTexts: boolean;
  /** The only ways in which the clock is read: whether it is earlier than this, whether its hour is that. */
  readonly onTheClock: readonly unknown[];
  /** It is read in other ways too. */
  readonly readsTheClock: boolean;
}

type Node = Readonly<Record<string, unknown>>;

const READS_TEXT = new Set(['ip', 'datetime', 'decimal', 'duration']);
const COMPARING = new Set(['==', '!=', '<', '<=', '>', '>=', 'contains', 'containsAll', 'containsAny']);

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isSpelledOut = (member: unknown): boolean =>
  !Array.isArray(member) || member.every((one) => isNode(one) && typeof one.Value === 'string');
const membersOf = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value) : [];
const isContext = (value: unknown): boolean => isNode(value) && value.Var === 'context';

/** `left.attr` */
function accessIn(value: unknown): { left: unknown; attr: unknown } | undefined {
  const access = isNode(value) ? value['.'] : undefined;
  return isNode(access) ? { left: access.left, attr: access.attr } : undefined;
}

function isOfContext(value: unknown, attr: string): boolean {
  const access = accessIn(value);
  return access !== undefined && access.attr === attr && isContext(access.left);
}

function isClock(value: unknown): boolean {
  const access = accessIn(value);
  const isEnd = access?.attr === 'expires' && isOfContext(access.left, 'consent');
  return isOfContext(value, 'now') || isEnd;
}

/** Nothing but the clock and what is spelled out. */
function isOnTheClock(value: unknown): boolean {
  if (isClock(value)) return true;
  if (isNode(value) && ('Var' in value || 'Slot' in value)) return false;
  return membersOf(value).every(isOnTheClock);
}

const hasClock = (value: unknown): boolean => isClock(value) || membersOf(value).some(hasClock);

function comparisonsIn(body: unknown, found: unknown[]): boolean {
  let isReadOtherwise = false;
  const visit = (value: unknown): void => {
    const compares = isNode(value) && Object.keys(value).some((key) => COMPARING.has(key));
    if (compares && isOnTheClock(value)) {
      if (hasClock(value)) found.push(value);
      return;
    }
    // The context, or the consent in it, as a whole has the clock in it.
    if (isClock(value) || isContext(value) || isOfContext(value, 'consent')) isReadOtherwise = true;
    const has = isNode(value) ? value.has : undefined;
    const left = accessIn(value)?.left ?? (isNode(has) ? has.left : undefined);
    // A part of it that is no clock, or whether there is such a part.
    if (isContext(left) || isOfContext(left, 'consent')) return;
    membersOf(value).forEach(visit);
  };
  visit(body);
  return isReadOtherwise;
}

const pieces = (pattern: unknown): (string | null)[] =>
  (Array.isArray(pattern) ? pattern : []).map((piece) =>
    isNode(piece) && 'Literal' in piece ? String(piece.Literal) : null,
  );

/** The guard rails too. */
export function readsOf({ policies, bundle }: Pick<PreparedPolicies, 'policies' | 'bundle'>): Reads {
  const texts = new Set(['read', 'write', 'sensitive', 'never', ...Object.keys(bundle.calendar)]);
  const patterns: (string | null)[][] = [];
  const onTheClock: unknown[] = [];
  let [looksIntoTexts, readsTheClock] = [false, false];
  const walk = (value: unknown): void => {
    if (typeof value === 'string') texts.add(value);
    if (isNode(value))
      for (const [name, member] of Object.entries(value)) {
        if (name === 'pattern') patterns.push(pieces(member));
        if (name === '__extn' || (READS_TEXT.has(name) && !isSpelledOut(member))) looksIntoTexts = true;
      }
    membersOf(value).forEach(walk);
  };
  for (const { body } of policies.values()) {
    const read: unknown = JSON.parse(body);
    walk(read);
    if (comparisonsIn(read, onTheClock)) readsTheClock = true;
  }
  return { texts, patterns, looksIntoTexts, onTheClock, readsTheClock };
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
