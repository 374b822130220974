import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BundleError, bundleFromFiles, loadBundle, postReviewRule, rolesOf } from './bundle.ts';
import { prepare } from './engine.ts';

const domains = { domains: { support: { issuer: 'https://idp.example/support', groupsClaim: 'groups' } } };
const demo = loadBundle('policies', domains);

describe('a policy version is its content', () => {
  test('it is a SHA-256, and the same content has the same version', () => {
    expect(demo.version).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(loadBundle('policies', domains).version).toBe(demo.version);
  });

  test('a stored version comes back as it was, in any order', () => {
    const stored = JSON.parse(JSON.stringify(demo.files));
    const back = bundleFromFiles(Object.fromEntries(Object.entries<string>(stored).reverse()));
    expect(back.version).toBe(demo.version);
    expect(back.domains).toEqual(domains);
    expect(prepare(back).version).toBe(demo.version);
  });

  test('every part of it counts, the trusted issuers too', () => {
    const versions = new Set([demo.version]);
    const parts = Object.entries(demo.files);
    for (const [path, text] of parts) {
      const changed = path.endsWith('.json') ? change(text) : `${text}\n// changed`;
      versions.add(bundleFromFiles({ ...demo.files, [path]: changed }).version);
    }
    expect(versions.size).toBe(parts.length + 1);
    expect(loadBundle('policies', { domains: {} }).version).not.toBe(demo.version);
  });

  test('how a JSON file is laid out does not count', () => {
    const roles = JSON.stringify(JSON.parse(demo.files['roles.json'] ?? ''), null, 7);
    expect(bundleFromFiles({ ...demo.files, 'roles.json': roles }).version).toBe(demo.version);
  });

  test('tests and foreign files in the folder are no part of it', () => {
    expect(Object.keys(demo.files).sort()).toEqual([
      'approvals.cedar',
      'approvals.json',
      'assurance.json',
      'calendar.json',
      'catalog.json',
      'domains.json',
      'emergency.cedar',
      'hours.cedar',
      'intents.json',
      'limits.json',
      'marks.json',
      'requests.cedar',
      'reviews.json',
      'risks.json',
      'roles.json',
      'schema.cedarschema',
      'signatures.json',
    ]);
  });
});

test('a version that was stored before policy said how things are signed asks for a passkey where it opens most', () => {
  const { 'signatures.json': _, ...older } = demo.files;
  const { signatures, version } = bundleFromFiles(older);
  expect(version).not.toBe(demo.version);
  expect(signatures).toEqual({
    approval: { passkey: 'when_enrolled', max_age_s: 28_800 },
    consent: { passkey: 'when_enrolled' },
    sensitive_consent: { passkey: 'when_enrolled' },
    emergency: { passkey: 'always' },
    activation: { passkey: 'always' },
    review: { passkey: 'when_enrolled' },
    enrolment: { passkey: 'always' },
    client: { passkey: 'always' },
  });
});

test('only what a customer signs has another way for whoever has no passkey', () => {
  const signatures = JSON.parse(demo.files['signatures.json'] ?? '{}') as Record<string, object>;
  const saying = (kind: string, otherwise: string) =>
    bundleFromFiles({
      ...demo.files,
      'signatures.json': JSON.stringify({ ...signatures, [kind]: { passkey: 'when_enrolled', otherwise } }),
    });
  expect(demo.signatures.sensitive_consent).toEqual({ passkey: 'when_enrolled', otherwise: 'confirmation' });
  expect(saying('consent', 'confirmation').signatures.consent.otherwise).toBe('confirmation');
  for (const [kind, otherwise] of [
    ['approval', 'confirmation'],
    ['emergency', 'confirmation'],
    ['client', 'session'],
    ['consent', 'telephone'],
  ] as const)
    expect(() => saying(kind, otherwise)).toThrow('signatures.json');
});

describe('files that make no bundle are refused with everything that is wrong', () => {
  test('an empty folder', () => {
    const folder = mkdtempSync(join(tmpdir(), 'policies-'));
    try {
      writeFileSync(join(folder, 'catalog.json'), '{');
      expect(() => loadBundle(folder, domains)).toThrow(BundleError);
      expect(() => loadBundle(folder, domains)).toThrow(/catalog.json is not JSON.*intents.json is missing/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.each([
    [
      'catalog.json',
      { backends: [{ id: 'a', name: 'A', actions: [{ id: 'a:b.c', title: 'x', risk: 'low' }] }] },
    ],
    ['catalog.json', { backends: [], extra: true }],
    ['intents.json', [{ id: 'x' }]],
    ['approvals.json', { lead: { stages: [] } }],
    ['approvals.json', { lead: { stages: [{ from: ['a'], needed: 0 }] } }],
    ['approvals.json', { lead: { stages: [{ from: [], needed: 1 }] } }],
    ['roles.json', { 'team-leads': 'approver' }],
    ['calendar.json', { support: { time_zone: 'Mars/Olympus', week: {}, closed: [] } }],
    ['marks.json', { privileged: true }],
    ['assurance.json', 'passkey'],
    ['reviews.json', { 'post-review': { from: ['security'], needed: 1, within_hours: 72 } }],
  ])('%s with %j', (path, content) => {
    const files = { ...demo.files, [path]: JSON.stringify(content) };
    expect(() => bundleFromFiles(files)).toThrow(new RegExp(`cannot be read: ${path} `));
  });
});

test('a version from before there were reviews is readable, and its post-review means two people', () => {
  const { 'reviews.json': _, ...before } = demo.files;
  expect(postReviewRule(bundleFromFiles(before))).toMatchObject({ needed: 2, within_hours: 72 });
});

test('a group gives its role only in the domain it belongs to', () => {
  expect(rolesOf(demo, 'admin', ['team-leads', 'auditors', 'team-leads'])).toEqual(['approver', 'auditor']);
  expect(rolesOf(demo, 'support', ['team-leads', 'support-agents'])).toEqual(['agent']);
  expect(rolesOf(demo, 'customer', ['team-leads'])).toEqual([]);
  expect(rolesOf(demo, '__proto__', ['toString'])).toEqual([]);
  expect(rolesOf(demo, 'admin', ['toString', '__proto__'])).toEqual([]);
});

function change(text: string): string {
  const value: unknown = JSON.parse(text);
  if (Array.isArray(value)) {
    const first: unknown = value[0];
    return JSON.stringify(typeof first === 'string' ? ['weakest', ...value] : value.slice(1));
  }
  const record = value as Record<string, unknown>;
  if ('open_per_agent' in record) return JSON.stringify({ ...record, open_per_agent: 1000 });
  const [name = '', ...rest] = Object.keys(record);
  if (name === 'backends') return JSON.stringify({ backends: [] });
  if (name === 'approval') return JSON.stringify({ ...record, approval: { passkey: 'always' } });
  const renamed = rest.map((each): [string, unknown] => [each, record[each]]);
  if (name === 'write') return JSON.stringify(Object.fromEntries(renamed));
  return JSON.stringify({ ...Object.fromEntries(renamed), [`${name}-2`]: record[name] });
}
