import type { Asked } from './asked.ts';
import type { PolicyBundle } from './bundle.ts';
import { openCalendars } from './calendar.ts';
import type { Approval, DelegationQuestion } from './question.ts';

/** What a version may look at. Whatever its policies cannot tell apart is one question to it. */
interface Reads {
  /** The clock itself, escalation, or the context as a whole: then two moments are two questions. */
  readonly moment: boolean;
  /** Somebody or something by name: then who asks about whom counts, and not only who is the same as whom. */
  readonly names: boolean;
  /** The ticket's text, and not only whether there is one. */
  readonly ticket: boolean;
}

const moment = /\bcontext(?!\s*\.|\s+has\b)|\bcontext\s*\.\s*now\b|\bcontext\s+has\s+now\b/;
const names =
  /\b(Agent|Service|Customer|Account|Approver|DelegationRequest)\s*::|\b(person|identifier|owner|requesterPerson|subjectPerson|earlierApprovers)\b/;
const ticket = /\bticket\b(?!\s*[!=]=\s*"")/;

function readsOf({ policies, flows }: PolicyBundle): Reads {
  const text = Object.values(policies)
    .map((each) => each.replace(/^\s*(\/\/|@reason\().*$/gm, ''))
    .join('\n');
  const entries = Object.values(flows).flatMap(({ stages }) => stages.flat());
  const whole = /\bcontext(?!\s*\.|\s+has\b)/.test(text);
  return {
    moment: moment.test(text) || entries.some(({ timeout_s }) => timeout_s !== undefined),
    names: whole || names.test(text),
    ticket: whole || ticket.test(text),
  };
}

/** Who is who stays, what they are called does not. */
function nameless(): (name: string | undefined) => unknown {
  const known = new Map<string, number>();
  return (name) => {
    if (name === undefined || name === '') return name;
    const number = known.get(name) ?? known.size;
    known.set(name, number);
    return number;
  };
}

/**
 * Equal keys: this version cannot but answer alike. The guard rails and the counting of signatures compare persons and
 * owners with each other only, and the clock with a consent's end only.
 */
export function sameQuestion(bundle: PolicyBundle): (asked: Asked) => string {
  const reads = readsOf(bundle);

  const inOrder = (approvals: readonly Approval[], called: (name: string | undefined) => unknown) =>
    [...approvals]
      .sort((a, b) => a.at.getTime() - b.at.getTime())
      .map(({ person, groups, at }) => [called(person), groups, reads.moment && at]);

  function delegationKey(question: DelegationQuestion, called: (name: string | undefined) => unknown) {
    const { stage, principal, actions, resource, context } = question;
    const { account, subject } = resource;
    const { now, filedAt, approvals, ticket: reference, ...facts } = context;
    const timely = reads.moment || context.consent?.expiresAt !== undefined;
    return [
      [stage, principal.kind, called(principal.id), principal.roles],
      called('person' in principal ? principal.person : undefined),
      actions,
      [called(account.identifier), account.backend, called(account.owner)],
      [called(subject.id), subject.marks, called(subject.person), subject.isStaff],
      [facts, reads.ticket ? reference : reference !== '', inOrder(approvals, called)],
      timely ? [now, filedAt] : openCalendars(bundle.calendar, now),
    ];
  }

  return (asked) => {
    const called = reads.names ? (name: string | undefined) => name : nameless();
    if (asked.about === 'delegation')
      return JSON.stringify(asked.questions.map((question) => delegationKey(question, called)));
    const { approver, decision, throughSession, now, delegation, earlier } = asked.question;
    const { requester, subject } = delegation;
    return JSON.stringify([
      [called(approver.id), approver.roles, approver.groups, called(approver.person)],
      [decision, throughSession, called(delegation.id), delegation.emergency, delegation.flows],
      [requester.id, requester.person, subject.id, subject.person].map(called),
      inOrder(earlier, called),
      reads.moment ? [now, delegation.filedAt] : openCalendars(bundle.calendar, now),
    ]);
  };
}
