import { z } from 'zod';
import { spellDuration } from '#components/delegation/duration.ts';
import { spellGroup } from '#components/delegation/status.ts';
import type { Fact, PolicyWords } from '#components/policy/words.ts';
import { rulesIn } from './cedar-rules.ts';
import { obligationWords } from './obligation-words.ts';

type Files = Readonly<Record<string, string>>;

/** A file that is not there, or that says something newer than this page knows, has no words: it stands word for word below. */
function read<T>(files: Files, path: string, shape: z.ZodType<T>): T | undefined {
  try {
    return shape.parse(JSON.parse(files[path] ?? ''));
  } catch {
    return undefined;
  }
}

const map = <T extends z.ZodType>(value: T) => z.record(z.string(), value);
const texts = z.array(z.string());

const doors: Readonly<Record<string, string>> = {
  support: 'Support',
  admin: 'Administration',
  customer: 'Customers',
};

const can: Readonly<Record<string, string>> = {
  agent: 'ask to act for a customer',
  senior: 'are senior agents',
  emergency: 'declare an emergency',
  approver: 'sign requests',
  emergency_approver: 'sign emergencies',
  policy_owner: 'propose and activate policy',
  auditor: 'read the log and every decision',
  people_admin: 'look after people, clients and passkeys',
};

function roles(files: Files): PolicyWords['roles'] {
  const found = read(files, 'roles.json', map(map(texts))) ?? {};
  return Object.entries(found).flatMap(([domain, groups]) =>
    Object.entries(groups).map(([group, given]) => ({
      door: doors[domain] ?? domain,
      group,
      roles: given,
      words: given.map((role) => can[role] ?? `have the role ${spellGroup(role)}`).join(', and '),
    })),
  );
}

const asks = z.object({ always: z.unknown().optional(), marks: map(z.unknown()).optional() });

function risks(files: Files, marks: ReadonlyMap<string, string>): PolicyWords['risks'] {
  const found = read(files, 'risks.json', map(asks)) ?? {};
  return Object.entries(found).flatMap(([risk, { always, marks: of = {} }]) => [
    ...(always === undefined ? [] : [{ risk, of: 'every customer', asks: obligationWords(always) }]),
    ...Object.entries(of).map(([mark, said]) => ({
      risk,
      of: `customers marked “${marks.get(mark) ?? mark}”`,
      asks: obligationWords(said),
    })),
  ]);
}

const mark = z.object({ title: z.string(), access: z.enum(['refused', 'by-policy']) });
const days = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};
const week = z.object({ time_zone: z.string(), week: map(texts), closed: texts });
const hours = map(z.union([z.object({ open: z.literal('always') }), week]));

function calendar(files: Files): Fact[] {
  return Object.entries(read(files, 'calendar.json', hours) ?? {}).map(([name, kept]) => ({
    name: spellGroup(name),
    lines:
      'open' in kept
        ? ['Always open.']
        : [
            ...Object.entries(days).map(
              ([day, title]) => `${title}: ${kept.week[day]?.join(', ') || 'closed'}`,
            ),
            `Times of ${kept.time_zone}.`,
            ...(kept.closed.length === 0 ? [] : [`Closed on ${kept.closed.join(', ')}.`]),
          ],
  }));
}

const limit = z.object({
  open_per_agent: z.number(),
  open_per_customer: z.number(),
  cooldown_after_refusal_s: z.number(),
  offers_cover: texts,
});

function limits(files: Files): string[] {
  const found = read(files, 'limits.json', limit);
  if (!found) return [];
  const covered = found.offers_cover.join(', ');
  return [
    `An agent may have ${found.open_per_agent} requests open at a time, and ${found.open_per_customer} for one customer.`,
    found.cooldown_after_refusal_s === 0
      ? 'After a refusal an agent may ask again at once.'
      : `After a refusal the same agent waits ${spellDuration(found.cooldown_after_refusal_s)} before asking about that customer again.`,
    covered === ''
      ? 'Customers can offer nothing beforehand.'
      : `Customers may allow beforehand, by an offer, actions of the risk ${covered}.`,
  ];
}

const kinds: Readonly<Record<string, string>> = {
  approval: 'Approving a request',
  consent: 'A customer’s consent',
  sensitive_consent: 'Consent to something sensitive',
  emergency: 'Declaring or signing an emergency',
  activation: 'Activating policy',
  review: 'A finding in a review',
  enrolment: 'Letting in a passkey',
  client: 'A change of clients',
};
const passkeys: Readonly<Record<string, string>> = {
  always: 'Always with a passkey.',
  when_enrolled: 'With a passkey, from whoever has one.',
  never: 'Without a passkey.',
};
const signature = z.object({
  passkey: z.string(),
  otherwise: z.string().optional(),
  max_age_s: z.number().optional(),
});

function signatures(files: Files): Fact[] {
  return Object.entries(read(files, 'signatures.json', map(signature)) ?? {}).map(
    ([kind, { passkey, otherwise, max_age_s: age }]) => ({
      name: kinds[kind] ?? spellGroup(kind),
      lines: [
        passkeys[passkey] ?? passkey,
        ...(otherwise === 'confirmation'
          ? ['Everybody else confirms it with a code that is mailed to them.']
          : []),
        ...(age === undefined ? [] : [`Without one the sign-in is no older than ${spellDuration(age)}.`]),
      ],
    }),
  );
}

const review = z.object({ from: texts, needed: z.number(), within_hours: z.number() });

function reviews(files: Files): Fact[] {
  return Object.entries(read(files, 'reviews.json', map(review)) ?? {}).map(([name, one]) => ({
    name: name === 'post-review' ? 'After an emergency' : spellGroup(name),
    lines: [
      `${one.needed} people of ${one.from.map(spellGroup).join(' or ')}, who took no part in it, within ${spellDuration(one.within_hours * 3600)}.`,
    ],
  }));
}

const intent = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  actions: texts,
  max_duration: z.number(),
});

export function inForceWords(files: Files, titles: ReadonlyMap<string, string>): PolicyWords {
  const marks = Object.entries(read(files, 'marks.json', map(mark)) ?? {});
  return {
    rules: rulesIn(files),
    intents: (read(files, 'intents.json', z.array(intent)) ?? []).map((one) => ({
      id: one.id,
      title: one.title,
      description: one.description,
      actions: one.actions.map((action) => titles.get(action) ?? action),
      longest: spellDuration(one.max_duration),
    })),
    risks: risks(files, new Map(marks.map(([id, { title }]) => [id, title]))),
    marks: marks.map(([id, { title, access }]) => ({ id, title, isRefused: access === 'refused' })),
    roles: roles(files),
    calendar: calendar(files),
    limits: limits(files),
    signatures: signatures(files),
    reviews: reviews(files),
    assurance: read(files, 'assurance.json', texts) ?? [],
    issuers: Object.entries(
      read(files, 'domains.json', map(z.looseObject({ issuer: z.string() }))) ?? {},
    ).map(([domain, { issuer }]) => ({ door: doors[domain] ?? domain, issuer })),
  };
}
