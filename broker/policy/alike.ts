import { openCalendars } from './calendar.ts';
import type { CedarCall } from './cedar-call.ts';
import { decideRequest } from './decide-request.ts';
import type { CedarAnswer, PreparedPolicies } from './judge.ts';
import type { DelegationQuestion } from './question.ts';
import { fits, type Reads } from './reads.ts';
import type { SchemaAction } from './validate-bundle.ts';
import type { DelegationVerdict } from './verdict.ts';

/** What is remembered is dropped when it is this much: where no two questions are alike it is of no use. */
const MOST_REMEMBERED = 20_000;

function remember<T>(known: Map<string, T>, key: string, made: T): T {
  if (known.size >= MOST_REMEMBERED) known.clear();
  known.set(key, made);
  return made;
}

/** Whose text is whose stays, and which patterns it has; what it is does not, where no policy spells it out. */
function nameless({ texts, patterns, looksIntoTexts }: Reads, given: readonly string[]) {
  const known: string[] = [];
  return (text: string | undefined): unknown => {
    if (text === undefined || looksIntoTexts || texts.has(text) || given.includes(text)) return text;
    const at = known.indexOf(text);
    const place = at >= 0 ? at : known.push(text) - 1;
    return patterns.length === 0 ? place : [place, ...patterns.map((pattern) => fits(text, pattern))];
  };
}

/**
 * Policies that only compare what they are given cannot tell two questions apart that have the same shape: the same
 * values everywhere, but for ids, persons, account numbers and tickets that no policy names, and these equal to each
 * other, and to what else is given, in the same places; and at moments of which their comparisons say the same.
 * Approvals are left out: they are no policy's business. So are actions, and what was consented to: see `asked`.
 */
function shapeWith(
  { reads, askClock }: Alike,
  { bundle }: PreparedPolicies,
): (question: DelegationQuestion) => string {
  const moments = new Map<string, string | undefined>();
  const moment = ({ now, consent }: DelegationQuestion['context']): unknown => {
    const expires = consent?.expiresAt;
    if (reads.readsTheClock) return [now, expires];
    const key = JSON.stringify([now, expires]);
    const same = moments.has(key) ? moments.get(key) : remember(moments, key, askClock(now, expires));
    return same ?? [now, expires];
  };
  return ({ stage, principal, resource, context }) => {
    const { account, subject } = resource;
    const who = nameless(reads, [account.backend, context.purposeCode, ...subject.marks]);
    return JSON.stringify([
      stage,
      [principal.kind, principal.roles, who(principal.id), 'person' in principal && who(principal.person)],
      [who(account.identifier), account.backend, who(account.owner)],
      [who(subject.id), subject.marks, who(subject.person), subject.isStaff],
      [context.emergency, who(context.ticket), context.purposeCode, context.durationSeconds],
      [openCalendars(bundle.calendar, context.now), moment(context)],
      [context.senderConstrained, context.chainDepth, context.sourceAddress],
      context.consent && [context.consent.given, context.consent.expiresAt !== undefined],
    ]);
  };
}

/** Actions that no policy names, of one kind, with one risk and one answer from the customer, are one to it. */
function askedWith({ reads, actions }: Alike): (call: CedarCall, shape: string) => string {
  const kinds = new Map(actions.map(({ id, kind }) => [id, reads.texts.has(id) ? id : kind]));
  return ({ action, context }, shape) => {
    const { risk, approvalsComplete, consent } = context;
    return JSON.stringify([
      kinds.get(action.id) ?? action.id,
      risk,
      approvalsComplete,
      covers(consent),
      shape,
    ]);
  };
}

const covers = (consent: unknown): unknown =>
  typeof consent === 'object' && consent !== null && 'covers' in consent ? consent.covers : undefined;

/** By what policies are known to answer alike. */
export interface Alike {
  readonly reads: Reads;
  readonly actions: readonly SchemaAction[];
  /** What their comparisons say of a moment, if that can be said. */
  readonly askClock: (now: Date, expires: Date | undefined) => string | undefined;
}

/** Decides many questions; what must be answered alike is asked once. */
export function decidingMany(
  prepared: PreparedPolicies,
  alike: Alike,
): (question: DelegationQuestion) => DelegationVerdict {
  const shapeOf = shapeWith(alike, prepared);
  const asked = askedWith(alike);
  const answers = new Map<string, CedarAnswer>();
  const verdicts = new Map<string, DelegationVerdict>();
  const askingOnce = (shape: string) => (call: CedarCall) => {
    const key = asked(call, shape);
    const known = answers.get(key);
    if (known) return known;
    const answer = prepared.ask(call);
    // What went wrong may speak of this very question.
    const isClean = answer.type === 'answer' && answer.errors.length === 0;
    return isClean ? remember(answers, key, answer) : answer;
  };
  return (question) => {
    const shape = shapeOf(question);
    const whole = JSON.stringify([question.actions, question.context.consent?.actions, shape]);
    const known = verdicts.get(whole);
    if (known) return known;
    const verdict = decideRequest({ ...prepared, ask: askingOnce(shape) }, question);
    // Where signatures are asked for, the verdict depends on those that are there.
    const isSettled = verdict.approvals.required.length === 0 && verdict.errors.length === 0;
    return isSettled ? remember(verdicts, whole, verdict) : verdict;
  };
}
