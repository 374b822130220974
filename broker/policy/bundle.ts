import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import type { z } from 'zod';
import {
  assuranceShape,
  type CatalogAction,
  calendarShape,
  catalogShape,
  flowsShape,
  intentsShape,
  type Limits,
  limitsShape,
  marksShape,
  type PolicyBundle,
  type Reviews,
  reviewsShape,
  risksShape,
  rolesShape,
  type Signatures,
  signaturesShape,
} from './bundle-shape.ts';

export type { PolicyBundle } from './bundle-shape.ts';

/** The files do not make a bundle. Whether its policies hold together is `validateBundle`'s question. */
export class BundleError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`The policy bundle cannot be read: ${problems.join('; ')}`);
    this.name = 'BundleError';
    this.problems = problems;
  }
}

/** For versions that were stored before policy said this: what opens most takes a passkey. */
const unsaid: Signatures = {
  approval: { passkey: 'when_enrolled', max_age_s: 28_800 },
  consent: { passkey: 'when_enrolled' },
  sensitive_consent: { passkey: 'when_enrolled' },
  emergency: { passkey: 'always' },
  activation: { passkey: 'always' },
  review: { passkey: 'when_enrolled' },
  enrolment: { passkey: 'always' },
  client: { passkey: 'always' },
};

/** What holds in versions from before there were limits. */
const unlimited: Limits = {
  open_per_agent: 100_000,
  open_per_customer: 100_000,
  cooldown_after_refusal_s: 0,
  offers_cover: [],
};

/** Reads a policies folder. The trusted issuers are part of a policy version, so they come along. */
export function loadBundle(folder: string, domains: unknown): PolicyBundle {
  const files: Record<string, string> = { 'domains.json': canonical(domains, 'domains.json') };
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isFile() && /\.(cedar|cedarschema|json)$/.test(entry.name) && entry.name !== 'domains.json') {
      files[entry.name] = readFileSync(join(folder, entry.name), 'utf8');
    }
  }
  return bundleFromFiles(files);
}

/** The same bundle, with the same version, from the files of a stored one. */
export function bundleFromFiles(files: Readonly<Record<string, string>>): PolicyBundle {
  const problems: string[] = [];
  const content = new Map<string, unknown>();
  const policies: Record<string, string> = {};
  for (const [path, text] of Object.entries(files)) {
    if (path.endsWith('.cedar')) policies[path] = text;
    try {
      content.set(path, path.endsWith('.json') ? JSON.parse(text) : text);
    } catch {
      problems.push(`${path} is not JSON`);
    }
  }

  const read = <T>(path: string, shape: z.ZodType<T>, otherwise: T, may: 'be missing' | 'not' = 'not'): T => {
    if (!content.has(path)) {
      if (!Object.hasOwn(files, path) && may === 'not') problems.push(`${path} is missing`);
      return otherwise;
    }
    const parsed = shape.safeParse(content.get(path));
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      problems.push(`${path} ${issue.path.map(String).join('.')}: ${issue.message}`);
    }
    return otherwise;
  };

  const parts = {
    catalog: read('catalog.json', catalogShape, { backends: [] }),
    intents: read('intents.json', intentsShape, []),
    flows: read('approvals.json', flowsShape, {}),
    roles: read('roles.json', rolesShape, {}),
    calendar: read('calendar.json', calendarShape, {}),
    marks: read('marks.json', marksShape, {}),
    risks: Object.hasOwn(files, 'risks.json') ? read('risks.json', risksShape, {}) : {},
    assurance: read('assurance.json', assuranceShape, []),
    signatures: read('signatures.json', signaturesShape, unsaid, 'be missing'),
    reviews: read('reviews.json', reviewsShape, {}, 'be missing'),
    limits: read('limits.json', limitsShape, unlimited, 'be missing'),
  };
  const schema = files['schema.cedarschema'];
  if (schema === undefined) problems.push('schema.cedarschema is missing');
  if (!content.has('domains.json')) problems.push('domains.json is missing');
  if (Object.keys(policies).length === 0) problems.push('there are no *.cedar files');
  if (problems.length > 0 || schema === undefined) throw new BundleError(problems);

  const version = createHash('sha256')
    .update(canonical(Object.fromEntries(content), 'the bundle'), 'utf8')
    .digest('base64url');
  return { version, files: { ...files }, schema, policies, ...parts, domains: content.get('domains.json') };
}

/** How much each action of the catalogue may do; what is not in it has no risk that anybody took. */
export function risksOf({
  catalog,
}: Pick<PolicyBundle, 'catalog'>): ReadonlyMap<string, CatalogAction['risk']> {
  return new Map(catalog.backends.flatMap(({ actions }) => actions.map(({ id, risk }) => [id, risk])));
}

/** What each action keeps hidden until it is asked for: field → what people call it. */
export function masksOf({
  catalog,
}: Pick<PolicyBundle, 'catalog'>): ReadonlyMap<string, CatalogAction['masked']> {
  return new Map(catalog.backends.flatMap(({ actions }) => actions.map(({ id, masked }) => [id, masked])));
}

/** What the obligation `post-review` means; where policy does not say, it still means two people. */
export function postReviewRule({ reviews }: Pick<PolicyBundle, 'reviews'>): Reviews[string] {
  const said = Object.hasOwn(reviews, 'post-review') ? reviews['post-review'] : undefined;
  return said ?? { from: ['security', 'auditors'], needed: 2, within_hours: 72 };
}

/** The broker's roles of a person: only the groups of the domain they signed in at count. */
export function rolesOf(bundle: PolicyBundle, domain: string, groups: readonly string[]): string[] {
  const byGroup = Object.hasOwn(bundle.roles, domain) ? (bundle.roles[domain] ?? {}) : {};
  const roles = groups.flatMap((group) => (Object.hasOwn(byGroup, group) ? (byGroup[group] ?? []) : []));
  return [...new Set(roles)].sort();
}

function canonical(value: unknown, name: string): string {
  const text = canonicalize(value);
  if (text === undefined) throw new BundleError([`${name} has no JSON form`]);
  return text;
}
