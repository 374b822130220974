import { expect, it } from 'vitest';
import { BundleError, bundleFromFiles, loadBundle } from './bundle.ts';
import { compareVersions } from './compare-versions.ts';
import { validateBundle } from './engine.ts';
import { defaultObligations } from './risk-defaults.ts';

const inForce = loadBundle('policies', {});
const withRisks = (risks: unknown) =>
  bundleFromFiles({ ...inForce.files, 'risks.json': JSON.stringify(risks) });

it('a risk and each mark of it ask by themselves; an emergency keeps the limits only', () => {
  const bundle = withRisks({
    write: {
      always: { step_up: 'urn:countersign:acr:passkey', budget: { calls: 5 } },
      marks: { vip: { approvals: ['two-groups'], consent: 'required', max_duration_s: 300 } },
    },
  });
  expect(defaultObligations(bundle, 'read', ['vip'], false)).toEqual([]);
  expect(defaultObligations(bundle, 'write', ['staff'], false)).toHaveLength(1);
  expect(defaultObligations(bundle, 'write', ['vip'], false)).toEqual([
    {
      approvals: [],
      consent: false,
      notify: [],
      other: [],
      stepUp: 'urn:countersign:acr:passkey',
      budget: { calls: 5 },
    },
    { approvals: ['two-groups'], consent: true, notify: [], other: [], maxDurationSeconds: 300 },
  ]);
  expect(defaultObligations(bundle, 'write', ['vip'], true)).toEqual([
    { approvals: [], consent: false, notify: [], other: [], budget: { calls: 5 } },
    { approvals: [], consent: false, notify: [], other: [], maxDurationSeconds: 300 },
  ]);
});

it('flows, marks and levels that nobody described, and members nobody knows, keep a version out', () => {
  const bundle = withRisks({
    read: { always: { step_up: 'urn:x' }, marks: { unheard: { approvals: ['nobody'] } } },
  });
  expect(validateBundle(bundle).map(({ what }) => what)).toEqual([
    'unheard is not in marks.json',
    'risk read names a level that assurance.json does not list: urn:x',
    'risk read, mark unheard names a flow that approvals.json does not describe: nobody',
  ]);
  expect(() => withRisks({ read: { always: { approval: ['lead'] } } })).toThrow(BundleError);
  expect(() => withRisks({ never: {} })).toThrow(BundleError);
});

it('to ask less of a mark is wider, to ask more is not, and a version without the file asks nothing', () => {
  const { 'risks.json': _, ...files } = inForce.files;
  const without = bundleFromFiles(files);
  const lowered = compareVersions(inForce, without);
  expect(lowered.length).toBeGreaterThan(0);
  expect(lowered.every(({ widens }) => widens)).toBe(true);
  expect(lowered).toContainEqual({
    where: 'risk write, mark vip',
    what: 'no longer asks for approvals two-groups',
    widens: true,
  });
  expect(compareVersions(without, inForce).some(({ widens }) => widens)).toBe(false);
});
