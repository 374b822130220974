import { z } from 'zod';
import { spellDuration } from '#components/delegation/duration.ts';
import { spellGroup } from '#components/delegation/status.ts';
import type { Fact } from '#components/policy/words.ts';

const texts = z.array(z.string());
const approvals = z.array(z.looseObject({ groups: texts, at: z.string() }));

const delegationQuestion = z.looseObject({
  principal: z.looseObject({ kind: z.string(), id: z.string(), roles: texts }),
  actions: texts,
  resource: z.looseObject({
    account: z.looseObject({ identifier: z.string(), backend: z.string() }),
    subject: z.looseObject({ marks: texts, isStaff: z.boolean() }),
  }),
  context: z.looseObject({
    emergency: z.boolean(),
    ticket: z.string(),
    purposeCode: z.string(),
    durationSeconds: z.number(),
    now: z.string(),
    senderConstrained: z.boolean(),
    chainDepth: z.number(),
    approvals,
    consent: z.looseObject({ given: z.boolean(), actions: texts }).optional(),
    sourceAddress: z.string().optional(),
  }),
});

const approvalQuestion = z.looseObject({
  approver: z.looseObject({ roles: texts, groups: texts }),
  decision: z.string(),
  throughSession: z.boolean(),
  now: z.string(),
  delegation: z.looseObject({ id: z.string(), emergency: z.boolean(), flows: texts }),
  earlier: approvals,
});

const asked = z.union([
  z.object({ about: z.literal('delegation'), questions: z.array(delegationQuestion).min(1) }),
  z.object({ about: z.literal('approval'), question: approvalQuestion }),
]);

type Asked = z.infer<typeof asked>;

const list = (words: readonly string[], none: string) => words.map(spellGroup).join(', ') || none;
const signed = (given: z.infer<typeof approvals>) =>
  given.length === 0
    ? ['none']
    : given.map(({ groups, at }) => `one of ${list(groups, 'no group')}, ${at.slice(0, 19)}Z`);

export function readQuestion(question: unknown): Asked | undefined {
  const read = asked.safeParse(question);
  return read.success ? read.data : undefined;
}

/** What was to be decided, in a few words. */
export function whatWasAsked(question: unknown, titles: ReadonlyMap<string, string>): string {
  const read = readQuestion(question);
  if (read === undefined) return '';
  if (read.about === 'approval') return `to ${read.question.decision} ${read.question.delegation.id}`;
  const actions = new Set(read.questions.flatMap((one) => one.actions));
  return [...actions].map((action) => titles.get(action) ?? action).join(', ');
}

const kinds: Readonly<Record<string, string>> = {
  agent: 'an agent',
  service: 'a service',
  approver: 'an approver',
  customer: 'a customer',
};

function delegationFacts(
  { principal, actions, resource, context }: z.infer<typeof delegationQuestion>,
  titles: ReadonlyMap<string, string>,
): Fact[] {
  const { account, subject } = resource;
  const { consent } = context;
  return [
    {
      name: 'Who asked',
      lines: [`${kinds[principal.kind] ?? principal.kind}; roles: ${list(principal.roles, 'none')}`],
    },
    { name: 'Actions', lines: actions.map((action) => titles.get(action) ?? action) },
    { name: 'Account', lines: [`${account.identifier} at ${account.backend}`] },
    {
      name: 'Customer',
      lines: [`marks: ${list(subject.marks, 'none')}${subject.isStaff ? '; belongs to staff' : ''}`],
    },
    { name: 'Purpose', lines: [`${spellGroup(context.purposeCode)}, ticket ${context.ticket || 'none'}`] },
    { name: 'Duration', lines: [spellDuration(context.durationSeconds)] },
    { name: 'Emergency', lines: [context.emergency ? 'yes' : 'no'] },
    { name: 'Approvals', lines: signed(context.approvals) },
    {
      name: 'Consent',
      lines: [
        consent === undefined
          ? 'was not yet a question'
          : consent.given
            ? `given for ${consent.actions.map((action) => titles.get(action) ?? action).join(', ')}`
            : 'not given',
      ],
    },
    {
      name: 'Sender',
      lines: [
        `${context.senderConstrained ? 'bound to a key' : 'bound to no key'}, ${context.chainDepth === 1 ? 'one party' : `${context.chainDepth} parties`} acting in a row${context.sourceAddress ? `, from ${context.sourceAddress}` : ''}`,
      ],
    },
    { name: 'Moment', lines: [`${context.now.slice(0, 19)}Z`] },
  ];
}

/** What policy was given, fact by fact; undefined: in a form that this page does not know. */
export function questionFacts(question: unknown, titles: ReadonlyMap<string, string>): Fact[] | undefined {
  const read = readQuestion(question);
  if (read === undefined) return undefined;
  if (read.about === 'delegation') {
    const several = read.questions.length > 1;
    return read.questions.flatMap((one, place) =>
      delegationFacts(one, titles).map((fact) =>
        several ? { ...fact, name: `${place + 1}: ${fact.name}` } : fact,
      ),
    );
  }
  const { approver, decision, throughSession, now, delegation, earlier } = read.question;
  return [
    { name: 'Groups', lines: [list(approver.groups, 'no group')] },
    { name: 'Roles', lines: [list(approver.roles, 'no role')] },
    {
      name: 'To sign',
      lines: [`${decision} ${delegation.id}${delegation.emergency ? ', an emergency' : ''}`],
    },
    { name: 'Flows', lines: [list(delegation.flows, 'none')] },
    { name: 'Signed before', lines: signed(earlier) },
    { name: 'Through a session', lines: [throughSession ? 'yes' : 'no'] },
    { name: 'Moment', lines: [`${now.slice(0, 19)}Z`] },
  ];
}
