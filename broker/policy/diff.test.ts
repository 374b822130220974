import { describe, expect, it } from 'vitest';
import { bundleFromFiles, loadBundle } from './bundle.ts';
import { compareVersions } from './compare-versions.ts';

const now = loadBundle('policies', {});

/** The demo's policy, with a file written anew. */
function with_(path: string, change: (text: string) => string) {
  const text = now.files[path] ?? '';
  const changed = change(text);
  if (changed === text) throw new Error(`${path} is as it was.`);
  return compareVersions(now, bundleFromFiles({ ...now.files, [path]: changed }));
}

const json = (path: string, change: (value: never) => unknown) =>
  with_(path, (text) => JSON.stringify(change(JSON.parse(text) as never)));

it('finds nothing between a version and itself, however it is laid out', () => {
  expect(compareVersions(now, now)).toEqual([]);
  const spaced = with_('requests.cedar', (text) => `// A remark.\n\n${text.replaceAll('\n', '\n  ')}`);
  expect(spaced).toEqual([]);
});

describe('what becomes wider', () => {
  it('a condition that differs only behind two slashes in a text', () => {
    const on = (url: string) =>
      bundleFromFiles({
        ...now.files,
        'own.cedar': `@id("own") @reason("Own.") forbid (principal, action, resource is Account)
          when { context.ticket == "${url}" };`,
      });
    const changes = compareVersions(on('https://one'), on('https://two'));
    expect(changes).toEqual([{ where: 'own', what: 'the forbid has another condition', widens: true }]);
  });

  it.each<[string, () => unknown, string, RegExp]>([
    [
      'a forbid that is gone',
      () => with_('requests.cedar', (text) => text.slice(0, text.indexOf('@id("changes-only'))),
      'changes-only-first-hand',
      /forbid is gone/,
    ],
    [
      'more open requests',
      () => with_('limits.json', (text) => text.replace(/"open_per_agent": \d+/, '"open_per_agent": 9999')),
      'limits',
      /open_per_agent: \d+ → 9999/,
    ],
    [
      'more that may be offered',
      () => with_('limits.json', (text) => text.replace('["read"]', '["read", "write"]')),
      'limits',
      /of risk write may be offered/,
    ],
    [
      'a field that is no longer masked',
      () => with_('catalog.json', (text) => text.replace('"email": "e-mail address", ', '')),
      'accounts:profile.read',
      /email is no longer masked/,
    ],
    [
      'a shorter rest after a refusal',
      () => with_('limits.json', (text) => text.replace(/(_after_refusal_s": )\d+/, '$10')),
      'limits',
      /cooldown_after_refusal_s: \d+ → 0/,
    ],
    [
      'a new permit',
      () =>
        with_(
          'requests.cedar',
          (text) => `${text}\n@id("new") @reason("New.") permit (principal, action, resource is Account);`,
        ),
      'new',
      /new permit/,
    ],
    [
      'a permit without its condition',
      () => with_('requests.cedar', (text) => text.replace(/when \{[^}]*\}/, '')),
      'read-with-consent',
      /another condition/,
    ],
    [
      'a forbid with a narrower condition',
      () => with_('requests.cedar', (text) => text.replace('chainDepth > 1', 'chainDepth > 3')),
      'changes-only-first-hand',
      /another condition/,
    ],
    [
      'no more consent',
      () => with_('requests.cedar', (text) => text.replace('@consent("required")', '')),
      'read-with-consent',
      /no longer asks for consent/,
    ],
    [
      'another flow than before',
      () => with_('requests.cedar', (text) => text.replace('@approvals("two-groups")', '@approvals("lead")')),
      'sensitive-with-two-groups',
      /no longer asks for approvals two-groups/,
    ],
    [
      'more time',
      () => with_('requests.cedar', (text) => text.replace('"900"', '"3600"')),
      'sensitive-with-two-groups',
      /900 → 3600/,
    ],
    [
      'no limit of time',
      () => with_('requests.cedar', (text) => text.replace('@max_duration_s("900")', '')),
      'sensitive-with-two-groups',
      /900 → no limit/,
    ],
    [
      'more calls',
      () =>
        with_('requests.cedar', (text) => text.replace('calls=50,resources=10', 'calls=500,resources=10')),
      'sensitive-with-two-groups',
      /budget of calls: 50 → 500/,
    ],
    [
      'a lower risk',
      () => with_('catalog.json', (text) => text.replace('"risk": "sensitive"', '"risk": "read"')),
      'accounts:credential.rotate',
      /sensitive → read/,
    ],
    [
      'a group more that may sign',
      () =>
        json('approvals.json', (flows: Record<string, unknown>) => ({
          ...flows,
          lead: { stages: [{ from: ['team-leads', 'support-agents'], needed: 1 }] },
        })),
      'flow lead',
      /support-agents/,
    ],
    [
      'a stage less',
      () =>
        json('approvals.json', (flows: Record<string, unknown>) => ({
          ...flows,
          'two-groups': { stages: [{ from: ['team-leads'], needed: 1 }] },
        })),
      'flow two-groups',
      /stage 2/,
    ],
    [
      'a role for a group',
      () =>
        json('roles.json', (roles: Record<string, object>) => ({
          ...roles,
          support: { ...roles.support, guests: ['agent'] },
        })),
      'roles',
      /guests is agent/,
    ],
    [
      'a mark that refuses no more',
      () =>
        json('marks.json', (marks: Record<string, object>) => ({
          ...marks,
          minor: { title: 'Minor', access: 'by-policy' },
        })),
      'mark minor',
      /refused → by-policy/,
    ],
    [
      'another calendar',
      () => json('calendar.json', (calendar: object) => ({ ...calendar, nights: { open: 'always' } })),
      'calendar',
      /changed/,
    ],
    [
      'more time for reviews',
      () =>
        json('reviews.json', (reviews: Record<string, object>) => ({
          ...reviews,
          'post-review': { from: ['security'], needed: 2, within_hours: 720 },
        })),
      'reviews',
      /changed/,
    ],
  ])('%s', (_, changes, where, what) => {
    expect(changes()).toContainEqual({ where, what: expect.stringMatching(what), widens: true });
  });
});

describe('what does not', () => {
  it.each<[string, () => ReturnType<typeof compareVersions>]>([
    [
      'a permit that is gone',
      () => with_('requests.cedar', (text) => text.replace(/@id\("sensitive[\s\S]*?\};\n/, '')),
    ],
    [
      'a new forbid',
      () =>
        with_(
          'requests.cedar',
          (text) => `${text}\n@id("new") @reason("New.") forbid (principal, action, resource is Account);`,
        ),
    ],
    ['less time', () => with_('requests.cedar', (text) => text.replace('"3600"', '"600"'))],
    [
      'another flow besides',
      () =>
        with_('requests.cedar', (text) =>
          text.replace('@approvals("lead")', '@approvals("lead,two-groups")'),
        ),
    ],
    [
      'a higher risk',
      () => with_('catalog.json', (text) => text.replace('"risk": "read"', '"risk": "never"')),
    ],
    [
      'one signature more',
      () =>
        json('approvals.json', (flows: Record<string, unknown>) => ({
          ...flows,
          lead: { stages: [{ from: ['team-leads'], needed: 2 }] },
        })),
    ],
    [
      'a field that is masked from now on',
      () => with_('catalog.json', (text) => text.replace('"masked": {', '"masked": { "company": "company",')),
    ],
    [
      'another reason',
      () =>
        with_('requests.cedar', (text) => text.replace("customer's data with", "customer's own data with")),
    ],
  ])('%s', (_, changes) => {
    const found = changes();
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter(({ widens }) => widens)).toEqual([]);
  });
});

type Signatures = Record<string, { passkey: string; otherwise?: string; max_age_s?: number }>;

describe('how things are signed', () => {
  it.each<[string, string, Signatures[string], { what: string; widens: boolean }]>([
    [
      'a passkey that is no longer always asked for',
      'emergency',
      { passkey: 'when_enrolled' },
      { what: 'passkey always → when_enrolled', widens: true },
    ],
    [
      'a passkey that is never asked for',
      'approval',
      { passkey: 'never', max_age_s: 28_800 },
      { what: 'passkey when_enrolled → never', widens: true },
    ],
    [
      'a passkey that is always asked for',
      'consent',
      { passkey: 'always' },
      { what: 'passkey when_enrolled → always', widens: false },
    ],
    [
      'an older sign-in that suffices',
      'approval',
      { passkey: 'when_enrolled', max_age_s: 86_400 },
      { what: 'max_age_s: 28800 → 86400', widens: true },
    ],
    [
      'a sign-in of any age',
      'approval',
      { passkey: 'when_enrolled' },
      { what: 'max_age_s: 28800 → no limit', widens: true },
    ],
    [
      'a session in place of a confirmation',
      'sensitive_consent',
      { passkey: 'when_enrolled' },
      { what: 'otherwise confirmation → session', widens: true },
    ],
    [
      'a confirmation in place of a session',
      'consent',
      { passkey: 'when_enrolled', otherwise: 'confirmation' },
      { what: 'otherwise session → confirmation', widens: false },
    ],
    [
      'a younger sign-in',
      'consent',
      { passkey: 'when_enrolled', max_age_s: 300 },
      { what: 'max_age_s: no limit → 300', widens: false },
    ],
  ])('%s', (_, kind, rule, expected) => {
    const changes = json('signatures.json', (all: Signatures) => ({ ...all, [kind]: rule }));
    expect(changes).toEqual([{ where: `signature ${kind}`, ...expected }]);
  });
});

describe('what people are told', () => {
  const catalog = (change: (action: Record<string, unknown>) => object) =>
    json('catalog.json', (value: { backends: { actions: Record<string, unknown>[] }[] }) => ({
      backends: value.backends.map((backend) => ({
        ...backend,
        actions: backend.actions.map((action) =>
          action.id === 'accounts:credential.rotate' ? { ...action, ...change(action) } : action,
        ),
      })),
    }));
  const where = 'accounts:credential.rotate';

  it('another name of an action is shown', () => {
    expect(catalog(() => ({ title: 'Look at the settings' }))).toEqual([
      { where, what: expect.stringMatching(/^called “.+” → “Look at the settings”$/), widens: false },
    ]);
  });

  it('to tell less of what an action does counts as wider', () => {
    expect(catalog(() => ({ changes: [] }))).toEqual([
      { where, what: expect.stringMatching(/^what it changes: .+ → nothing$/), widens: true },
    ]);
    expect(catalog(({ sees }) => ({ sees: [...(sees as string[]), 'the last sign-in'] }))).toEqual([
      { where, what: expect.stringMatching(/the last sign-in$/), widens: false },
    ]);
  });

  it('so are other names of backends and marks', () => {
    expect(
      json('catalog.json', (value: { backends: object[] }) => ({
        backends: value.backends.map((backend) => ({ ...backend, name: 'Nothing of interest' })),
      })),
    ).not.toEqual([]);
    expect(with_('marks.json', (text) => text.replace(/"title": "[^"]+"/, '"title": "Anybody"'))).toEqual([
      { where: expect.stringMatching(/^mark /), what: expect.stringMatching(/→ “Anybody”$/), widens: false },
    ]);
  });
});
