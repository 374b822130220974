import { describe, expect, test } from 'vitest';
import { bundleFromFiles, loadBundle } from './bundle.ts';
import { validateBundle } from './engine.ts';

const demo = loadBundle('policies', { domains: {} });
const problems = (files: Record<string, string>) =>
  validateBundle(bundleFromFiles({ ...demo.files, ...files })).map(({ where, what }) => `${where}: ${what}`);
const edit = (name: string, from: string, to: string) => {
  const text = (demo.files[name] ?? '').replace(from, to);
  expect(text).not.toBe(demo.files[name]);
  return { [name]: text };
};
const head = '@id("x") @reason("y.")';

test('the bundle of this repository has no problems', () => {
  expect(validateBundle(demo)).toEqual([]);
});

describe('a bundle with a problem is not fit to be activated', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    [
      'a limit that limits nothing',
      edit('limits.json', '"open_per_customer": ', '"open_per_customer": 99'),
      /limits\.json: open_per_customer is more than open_per_agent/,
    ],
    [
      'an offer that would be the way round a confirmation',
      edit('limits.json', '"offers_cover": ["read"]', '"offers_cover": ["read", "sensitive"]'),
      /limits\.json: offers_cover names sensitive/,
    ],
    [
      'a mask over something that the action does not see',
      edit('catalog.json', '"email": "e-mail address"', '"email": "shoe size"'),
      /accounts:profile\.read: masks email, but does not say that it sees "shoe size"/,
    ],
    [
      'a mask under two names',
      edit('catalog.json', '"phone": "phone number"', '"phone": "e-mail address"'),
      /accounts:profile\.read: masks "e-mail address" under two names/,
    ],
    ['a text that is no policy', { 'x.cedar': 'permit everything;' }, /x\.cedar: /],
    ['no @id', { 'x.cedar': '@reason("y.") forbid (principal, action, resource);' }, /has no @id: @reason/],
    ['an empty @id', { 'x.cedar': '@id @reason("y.") forbid (principal, action, resource);' }, /has no @id/],
    [
      'no @reason',
      { 'x.cedar': '@id("x") forbid (principal, action, resource);' },
      /x: a policy has no @reason/,
    ],
    [
      'an @id that is there already',
      { 'x.cedar': '@id("read-with-consent") @reason("y.") forbid (principal, action, resource);' },
      /two policies have this @id/,
    ],
    [
      "an @id of the broker's own",
      { 'x.cedar': '@id("guard:never") @reason("y.") permit (principal, action, resource);' },
      /beginning is the broker's own/,
    ],
    ['a template', { 'x.cedar': `${head} permit (principal == ?principal, action, resource);` }, /templates/],
    [
      'an unknown annotation',
      { 'x.cedar': `${head} @approval("lead") permit (principal, action, resource);` },
      /@approval\("lead"\) is not an obligation/,
    ],
    [
      'an unknown flow',
      { 'x.cedar': `${head} @approvals("ceo") permit (principal, action, resource);` },
      /does not describe: ceo/,
    ],
    [
      'an obligation nobody would ever meet',
      {
        'x.cedar': `${head} @approvals("lead") forbid (principal, action, resource is Account) when { context.emergency };`,
      },
      /a forbid obliges to nothing/,
    ],
    [
      'an attribute that does not exist',
      { 'x.cedar': `${head} forbid (principal, action, resource is Account) when { context.hurry };` },
      /x: .*hurry/,
    ],
    [
      'an optional attribute read unguarded',
      {
        'x.cedar': `${head} forbid (principal, action, resource is Account) when { context.consent.given };`,
      },
      /x: .*consent/,
    ],
    [
      'an optional attribute guarded in the way that does not validate',
      {
        'x.cedar': `${head} forbid (principal, action, resource is Account) when { !(context has consent) || context.consent.given };`,
      },
      /x: /,
    ],
    [
      'a policy that can never apply, which is only a warning to Cedar',
      { 'x.cedar': `${head} forbid (principal, action, resource is Account) when { resource is Agent };` },
      /x: .*impossible/,
    ],
    [
      'an action nobody declared',
      { 'x.cedar': `${head} permit (principal, action == Action::"accounts:all.read", resource);` },
      /x: .*accounts:all\.read/,
    ],
    ['a schema that is none', { 'schema.cedarschema': 'entity' }, /schema\.cedarschema: /],
    [
      'an action that only the catalogue knows',
      edit('catalog.json', 'accounts:profile.read', 'accounts:profile.peek'),
      /accounts:profile\.peek: is in the catalogue, but the schema does not know it/,
    ],
    [
      'an action that only the schema knows',
      edit(
        'schema.cedarschema',
        'action "accounts:profile.read",',
        'action "accounts:profile.read", "accounts:x.read",',
      ),
      /accounts:x\.read: is in the schema, but not in the catalogue/,
    ],
    [
      'a risk lowered in the catalogue alone',
      edit('catalog.json', '"risk": "never"', '"risk": "read"'),
      /has risk read, so its one group is support\.read, not never/,
    ],
    [
      'an action of another backend',
      edit('catalog.json', '"id": "accounts",', '"id": "ledger",'),
      /does not belong to the backend ledger/,
    ],
    [
      'an action that no policy can permit',
      edit('requests.cedar', 'action in Action::"support.sensitive"', 'action in Action::"support.read"'),
      /accounts:password\.reset: is in the catalogue, but no policy can ever permit it/,
    ],
    [
      'an intent that nobody may follow',
      edit('intents.json', 'accounts:password.reset', 'accounts:billing.update'),
      /cannot-sign-in names accounts:billing\.update/,
    ],
    [
      'a customer mark that is no longer refused',
      edit('marks.json', '"refused"', '"by-policy"'),
      /marks\.json: privileged must be there/,
    ],
    [
      'passkeys that are added without one',
      edit(
        'signatures.json',
        '"enrolment": { "passkey": "always" }',
        '"enrolment": { "passkey": "when_enrolled" }',
      ),
      /signatures\.json: enrolment must say "always"/,
    ],
    [
      'an age of a sign-in that nobody asks about',
      edit(
        'signatures.json',
        '"client": { "passkey": "always" }',
        '"client": { "passkey": "always", "max_age_s": 60 }',
      ),
      /signatures\.json: client always takes a passkey/,
    ],
    [
      'what somebody signs by otherwise who always signs with a passkey',
      edit(
        'signatures.json',
        '"sensitive_consent": { "passkey": "when_enrolled"',
        '"sensitive_consent": { "passkey": "always"',
      ),
      /signatures\.json: sensitive_consent always takes a passkey: its otherwise would never count/,
    ],
    [
      'no way to approve',
      edit('schema.cedarschema', 'action "delegation.approve"', 'action "delegation.wave"'),
      /delegation\.approve is missing/,
    ],
  ])('%s', (_, files, expected) => {
    expect(problems(files).join('\n')).toMatch(expected);
  });
});
