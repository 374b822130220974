import { z } from 'zod';
import { Refusal } from '../errors.ts';

/** RFC 9396 details of type `delegation_session`: all members required, no other legal. */
const action = z
  .string()
  .regex(/^[a-z][a-z0-9-]*:[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/, 'is not `<backend>:<noun>.<verb>`');
const location = z.string().max(512).refine(isLocation, 'is not an absolute URI without fragment');
const identifier = z
  .string()
  .max(256)
  .regex(/^account\/[A-Za-z0-9._~-]+(\/[A-Za-z0-9._~-]+)*$/, 'is not `account/<id>` or a path below it')
  .refine((path) => !path.split('/').some((segment) => segment === '.' || segment === '..'), 'climbs');

export const delegationSession = z.strictObject({
  type: z.literal('delegation_session'),
  actions: z.array(action).min(1).max(16).refine(isSet, 'names an action twice'),
  locations: z.array(location).min(1).max(4).refine(isSet, 'names a location twice'),
  identifier,
  purpose: z.strictObject({
    code: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'is not a purpose code'),
    ref: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._/#-]{0,63}$/, 'is not a ticket reference'),
  }),
  max_duration: z.int().min(60).max(3600),
});

export type DelegationSession = z.infer<typeof delegationSession>;

const MAX_BYTES = 2048;

export const authorizationDetails = z
  .array(delegationSession)
  .min(1)
  .max(8)
  .refine((items) => isSet(items.map((item) => JSON.stringify(item))), 'names the same item twice')
  .refine((items) => Buffer.byteLength(JSON.stringify(items)) <= MAX_BYTES, 'is larger than 2 KiB');

function isSet(items: readonly string[]): boolean {
  return new Set(items).size === items.length;
}

function isLocation(text: string): boolean {
  return URL.canParse(text) && !text.includes('#') && /^[a-z][a-z0-9+.-]*:/.test(text);
}

export function accountOf({ identifier }: Pick<DelegationSession, 'identifier'>): string {
  return identifier.split('/')[1] ?? '';
}

/** Containment by whole segments: `account/8f2c` contains `account/8f2c/credential/1`, never `account/8f2c9`. */
export function contains(outer: string, inner: string): boolean {
  return inner === outer || inner.startsWith(`${outer}/`);
}

function subset(inner: readonly string[], outer: readonly string[]): boolean {
  return inner.every((item) => outer.includes(item));
}

export function isWithin(inner: DelegationSession, outer: DelegationSession): boolean {
  return (
    inner.type === outer.type &&
    contains(outer.identifier, inner.identifier) &&
    subset(inner.actions, outer.actions) &&
    subset(inner.locations, outer.locations) &&
    inner.max_duration <= outer.max_duration &&
    inner.purpose.code === outer.purpose.code &&
    inner.purpose.ref === outer.purpose.ref
  );
}

/** A narrowing: every item lies within one item of what it narrows. */
export function narrows(inner: readonly DelegationSession[], outer: readonly DelegationSession[]): boolean {
  return inner.length > 0 && inner.every((item) => outer.some((wider) => isWithin(item, wider)));
}

function meet(a: DelegationSession, b: DelegationSession): DelegationSession | null {
  const identifier = contains(a.identifier, b.identifier)
    ? b.identifier
    : contains(b.identifier, a.identifier)
      ? a.identifier
      : null;
  const actions = a.actions.filter((item) => b.actions.includes(item));
  const locations = a.locations.filter((item) => b.locations.includes(item));
  const samePurpose = a.purpose.code === b.purpose.code && a.purpose.ref === b.purpose.ref;
  if (identifier === null || actions.length === 0 || locations.length === 0 || !samePurpose) return null;
  return { ...a, identifier, actions, locations, max_duration: Math.min(a.max_duration, b.max_duration) };
}

/** What both allow. Items swallowed by another item are left out. Empty: the two have nothing in common. */
export function intersect(
  a: readonly DelegationSession[],
  b: readonly DelegationSession[],
): DelegationSession[] {
  const met = a.flatMap((left) => b.map((right) => meet(left, right))).filter((item) => item !== null);
  return met.filter(
    (item, i) =>
      !met.some((other, j) => i !== j && isWithin(item, other) && (!isWithin(other, item) || j < i)),
  );
}

/** What is granted at one place, no wider than what was carried to another: same purpose, the narrower account path, the shorter time. */
export function shared(
  granted: readonly DelegationSession[],
  carried: readonly DelegationSession[],
): DelegationSession[] {
  return intersect(
    granted,
    granted.flatMap(({ actions, locations }) => carried.map((item) => ({ ...item, actions, locations }))),
  );
}

export function longestDuration(details: readonly DelegationSession[]): number {
  return Math.max(...details.map(({ max_duration }) => max_duration));
}

/** One delegation has one purpose. */
export function purposeOf(details: readonly DelegationSession[]): DelegationSession['purpose'] {
  const [first] = details;
  if (!first) throw invalidDetails('is empty');
  if (details.some(({ purpose }) => purpose.code !== first.purpose.code || purpose.ref !== first.purpose.ref))
    throw invalidDetails('names more than one purpose');
  return first.purpose;
}

export function invalidDetails(why: string): Refusal {
  return new Refusal('invalid_authorization_details', `authorization_details ${why}.`, { status: 400 });
}

/** Parses what a caller sent. */
export function parseDetails(value: unknown): DelegationSession[] {
  const parsed = authorizationDetails.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalidDetails(`${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not usable'}`.trim());
}
