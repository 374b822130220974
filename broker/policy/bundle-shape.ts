import { z } from 'zod';

export const actionPattern = /^[a-z][a-z0-9-]*:[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/;

export const fieldPattern = /^[a-z][a-z0-9_]{0,63}$/;

const word = z.string().min(1).max(128);
const sentence = z.string().min(1).max(400);

const action = z.strictObject({
  id: z.string().regex(actionPattern),
  title: sentence,
  risk: z.enum(['read', 'write', 'sensitive', 'never']),
  sees: z.array(sentence),
  changes: z.array(sentence),
  /** Of what it sees, what stays hidden until somebody in the session says why: the backend's field → one of `sees`. */
  masked: z.record(z.string().regex(fieldPattern), sentence).default({}),
});

export const catalogShape = z.strictObject({
  backends: z.array(z.strictObject({ id: word, name: sentence, actions: z.array(action).min(1) })),
});

export const intentsShape = z.array(
  z.strictObject({
    id: word,
    title: sentence,
    description: sentence,
    actions: z.array(word).min(1).max(16),
    max_duration: z.int().min(60).max(3600),
  }),
);

const entry = z.strictObject({
  from: z.array(word).min(1),
  needed: z.int().min(1).max(9),
  /** Persons are distinct across everything in any case; said here for the reader. */
  distinct: z.literal(true).optional(),
  timeout_s: z.int().min(60).optional(),
  escalate_to: word.optional(),
});

/** A stage is one entry, or several that must all be met. */
export const flowsShape = z.record(
  word,
  z.strictObject({ stages: z.array(z.union([entry, z.array(entry).min(1)])).min(1) }),
);

/** domain → group → roles */
export const rolesShape = z.record(word, z.record(word, z.array(word)));

const hours = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/);
const day = z.array(hours);

export const calendarShape = z.record(
  word,
  z.union([
    z.strictObject({ open: z.literal('always') }),
    z.strictObject({
      time_zone: z.string().refine(isTimeZone, 'is not a time zone'),
      week: z.strictObject({ mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day }),
      closed: z.array(z.iso.date()),
    }),
  ]),
);

export const marksShape = z.record(
  word,
  z.strictObject({ title: sentence, access: z.enum(['refused', 'by-policy']) }),
);

/** What is looked at afterwards: by whom, by how many persons who took no part, and until when. */
export const reviewsShape = z.record(
  word,
  z.strictObject({
    from: z.array(word).min(1),
    needed: z.int().min(2).max(9),
    within_hours: z.int().min(1).max(720),
  }),
);

const asks = z.strictObject({
  approvals: z.array(word).min(1).optional(),
  consent: z.literal('required').optional(),
  max_duration_s: z.int().min(60).max(3600).optional(),
  step_up: word.optional(),
  notify: z.array(word).min(1).optional(),
  budget: z
    .strictObject({
      calls: z.int().min(0).optional(),
      resources: z.int().min(0).optional(),
      reveals: z.int().min(0).optional(),
    })
    .transform((budget) =>
      Object.fromEntries(
        Object.entries(budget).flatMap(([name, most]) => (most === undefined ? [] : [[name, most] as const])),
      ),
    )
    .optional(),
  obligation: z.array(word).min(1).optional(),
});

/** risk → what is asked always, and what for customers with a mark */
export const risksShape = z.partialRecord(
  z.enum(['read', 'write', 'sensitive']),
  z.strictObject({ always: asks.optional(), marks: z.record(word, asks).optional() }),
);

/** acr values, weakest first */
export const assuranceShape = z.array(word);

/** `max_age_s`: how old the sign-in may be under which a signature without a passkey is given. */
const signature = z.strictObject({
  passkey: z.enum(['always', 'when_enrolled', 'never']),
  max_age_s: z.int().min(0).max(86_400).optional(),
});

/** `otherwise`: what a customer signs by who has no passkey; being signed in, where it is left out. */
const customersSignature = signature.extend({ otherwise: z.enum(['session', 'confirmation']).optional() });

/** What a signature of each kind takes. */
export const signaturesShape = z.strictObject({
  approval: signature,
  consent: customersSignature,
  sensitive_consent: customersSignature,
  emergency: signature,
  activation: signature,
  /** What reviewers found. Left out in versions from before there were reviews. */
  review: signature.default({ passkey: 'when_enrolled' }),
  enrolment: signature,
  client: signature,
});

/** How many requests one actor may have open, in all and for one customer, how long a no holds, and what may be offered. */
export const limitsShape = z.strictObject({
  open_per_agent: z.int().min(1).max(100_000),
  open_per_customer: z.int().min(1).max(100_000),
  cooldown_after_refusal_s: z.int().min(0).max(2_592_000),
  /** The risks that customers may allow before anybody asks. */
  offers_cover: z.array(z.enum(['read', 'write', 'sensitive'])),
});

export type Catalog = z.infer<typeof catalogShape>;
export type CatalogBackend = Catalog['backends'][number];
export type CatalogAction = CatalogBackend['actions'][number];
export type Intent = z.infer<typeof intentsShape>[number];
export type Flows = z.infer<typeof flowsShape>;
export type FlowEntry = z.infer<typeof entry>;
export type Roles = z.infer<typeof rolesShape>;
export type Calendar = z.infer<typeof calendarShape>;
export type Limits = z.infer<typeof limitsShape>;
export type Marks = z.infer<typeof marksShape>;
export type Signatures = z.infer<typeof signaturesShape>;
export type SignatureKind = keyof Signatures;
export type SignatureRule = z.infer<typeof customersSignature>;
export type Reviews = z.infer<typeof reviewsShape>;
export type RiskDefaults = Readonly<Record<string, z.infer<typeof risksShape>['read'] & object>>;

export interface PolicyBundle {
  /** base64url SHA-256 over everything below; see `bundleFromFiles`. */
  readonly version: string;
  /** What the version is made of, by path: store these, and give them to `bundleFromFiles` to have the bundle again. */
  readonly files: Readonly<Record<string, string>>;
  readonly schema: string;
  readonly policies: Readonly<Record<string, string>>;
  readonly catalog: Catalog;
  readonly intents: readonly Intent[];
  readonly flows: Flows;
  readonly roles: Roles;
  readonly calendar: Calendar;
  readonly marks: Marks;
  /** What each risk obliges to by itself; versions older than this have none. */
  readonly risks: RiskDefaults;
  readonly assurance: readonly string[];
  readonly signatures: Signatures;
  readonly reviews: Reviews;
  readonly limits: Limits;
  /** The trusted issuers, as configured. */
  readonly domains: unknown;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
