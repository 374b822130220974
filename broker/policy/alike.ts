import type { CedarCall, EntityId } from './cedar-call.ts';
import type { CedarAnswer, ReadPolicy } from './judge.ts';

type Ask = (call: CedarCall) => CedarAnswer;

/** Every name and text that the policies spell out, or undefined where they look into texts instead of comparing them. */
function namesIn(policies: Iterable<ReadPolicy>): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  let looksInside = false;
  const walk = (value: unknown): void => {
    if (typeof value === 'string') names.add(value);
    else if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === 'object' && value !== null)
      for (const [name, member] of Object.entries(value)) {
        if (name === 'like' || (READS_TEXT.has(name) && !isSpelledOut(member))) looksInside = true;
        walk(member);
      }
  };
  for (const { body } of policies) walk(JSON.parse(body));
  return looksInside ? undefined : names;
}

const READS_TEXT = new Set(['ip', 'datetime', 'decimal', 'duration']);
const isSpelledOut = (member: unknown): boolean =>
  !Array.isArray(member) || member.every((one) => typeof one === 'object' && one !== null && 'Value' in one);

/** Whose: the only parts of a question in which two may differ and be the same question. */
const WHOSE = new Set(['Agent', 'Service', 'Customer', 'Account']);
const WHO = new Set(['person', 'identifier', 'ticket']);

/**
 * Policies that only compare what is given cannot tell two questions apart that have the same shape: the same values
 * everywhere, but for ids, persons, account numbers and tickets that no policy names, and these equal to each other in
 * the same places. Of such questions one is asked.
 */
function keyWith(names: ReadonlySet<string>): (call: CedarCall) => string {
  return (call) => {
    const known = new Map<string, string>();
    const nameless = (text: string): string => {
      if (names.has(text)) return text;
      const shown = known.get(text) ?? `\u0000${known.size}`;
      known.set(text, shown);
      return shown;
    };
    const idOf = ({ type, id }: EntityId) => ({ type, id: WHOSE.has(type) ? nameless(id) : id });
    const shaped = (value: unknown, name?: string): unknown => {
      if (typeof value === 'string') return name !== undefined && WHO.has(name) ? nameless(value) : value;
      if (Array.isArray(value)) return value.map((one) => shaped(one));
      if (typeof value !== 'object' || value === null) return value;
      if ('__entity' in value) return { __entity: idOf(value.__entity as EntityId) };
      return Object.entries(value).map(([member, its]) => [member, shaped(its, member)]);
    };
    return JSON.stringify([
      idOf(call.principal),
      call.action.id,
      idOf(call.resource),
      shaped(call.context),
      call.entities.map(({ uid, attrs, parents }) => [idOf(uid), shaped(attrs), parents.map(idOf)]),
    ]);
  };
}

/** Asks once what must be answered alike: for many questions at one moment. */
export function askingOnce(policies: Iterable<ReadPolicy>, ask: Ask): Ask {
  const names = namesIn(policies);
  const keyOf = names === undefined ? JSON.stringify : keyWith(names);
  const answers = new Map<string, CedarAnswer>();
  return (call) => {
    const key = keyOf(call);
    const answer = answers.get(key) ?? ask(call);
    answers.set(key, answer);
    return answer;
  };
}
