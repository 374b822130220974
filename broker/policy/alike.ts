import type { CedarCall } from './cedar-call.ts';
import { decideRequest } from './decide-request.ts';
import type { CedarAnswer, PreparedPolicies } from './judge.ts';
import type { DelegationQuestion } from './question.ts';
import type { DelegationVerdict } from './verdict.ts';

const READS_TEXT = new Set(['ip', 'datetime', 'decimal', 'duration']);
const isSpelledOut = (member: unknown): boolean =>
  !Array.isArray(member) || member.every((one) => typeof one === 'object' && one !== null && 'Value' in one);

/** Every name and text that the policies spell out, or undefined where they look into texts instead of comparing them. */
function namesIn({ policies, bundle }: PreparedPolicies): ReadonlySet<string> | undefined {
  const names = new Set(['read', 'write', 'sensitive', 'never', ...Object.keys(bundle.calendar)]);
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
  for (const { body } of policies.values()) walk(JSON.parse(body));
  return looksInside ? undefined : names;
}

type Shape = (question: DelegationQuestion) => string;

/**
 * Policies that only compare what they are given cannot tell two questions apart that have the same shape: the same
 * values everywhere, but for ids, persons, account numbers and tickets that no policy names, and these equal to each
 * other, and to what else is given, in the same places. Approvals are left out: they are no policy's business.
 */
function shapeWith(names: ReadonlySet<string> | undefined): Shape {
  return ({ stage, principal, actions, resource, context }) => {
    const { account, subject } = resource;
    const given = [account.backend, context.purposeCode, ...subject.marks];
    const known: string[] = [];
    const who = (text: string | undefined): unknown => {
      if (text === undefined || names === undefined || names.has(text) || given.includes(text)) return text;
      const place = known.indexOf(text);
      return place >= 0 ? place : known.push(text) - 1;
    };
    return JSON.stringify([
      stage,
      [principal.kind, principal.roles, who(principal.id), 'person' in principal && who(principal.person)],
      actions,
      [who(account.identifier), account.backend, who(account.owner)],
      [who(subject.id), subject.marks, who(subject.person), subject.isStaff],
      [context.emergency, who(context.ticket), context.purposeCode, context.durationSeconds, context.now],
      [context.senderConstrained, context.chainDepth, context.sourceAddress],
      context.consent && [context.consent.given, context.consent.expiresAt, context.consent.actions],
    ]);
  };
}

/** Decides many questions at one moment; what must be answered alike is asked once. */
export function decidingMany(
  prepared: PreparedPolicies,
): (question: DelegationQuestion) => DelegationVerdict {
  const shapeOf = shapeWith(namesIn(prepared));
  const answers = new Map<string, CedarAnswer>();
  const verdicts = new Map<string, DelegationVerdict>();
  const askingOnce = (shape: string) => (call: CedarCall) => {
    const key = `${call.action.id} ${call.context.approvalsComplete} ${shape}`;
    const answer = answers.get(key) ?? prepared.ask(call);
    answers.set(key, answer);
    return answer;
  };
  return (question) => {
    const shape = shapeOf(question);
    const known = verdicts.get(shape);
    if (known) return known;
    const verdict = decideRequest({ ...prepared, ask: askingOnce(shape) }, question);
    // Where signatures are asked for, the verdict depends on those that are there.
    if (verdict.approvals.required.length === 0 && verdict.errors.length === 0) verdicts.set(shape, verdict);
    return verdict;
  };
}
