import { normaliseTarget } from '@countersign/resource-server/jwt';
import { expect, it } from 'vitest';
import { plainPath } from './plain-path.ts';

it.each([
  ['/', '/'],
  ['/accounts/8f2c', '/accounts/8f2c'],
  ['/accounts/8f2c/', '/accounts/8f2c/'],
  ['/accounts/8f2c?x=/../y&z=//', '/accounts/8f2c'],
  ['/accounts/8f2c?', '/accounts/8f2c'],
  ['/%61ccounts/a%2Eb', '/accounts/a.b'],
  ['/caf%c3%a9', '/caf%C3%A9'],
  ["/a-b_c.d~e!f$g&h'i(j)k*l+m,n=o:p@q", "/a-b_c.d~e!f$g&h'i(j)k*l+m,n=o:p@q"],
])('%s has one reading: %s', (target, path) => {
  expect(plainPath(target)).toBe(path);
});

it.each([
  [''],
  ['?x=1'],
  ['accounts'],
  ['*'],
  ['https://localhost:3002/accounts'],
  ['//'],
  ['//accounts'],
  ['/accounts//8f2c'],
  ['/accounts/8f2c//'],
  ['/.'],
  ['/..'],
  ['/accounts/../admin'],
  ['/accounts/./8f2c'],
  ['/accounts/%2e%2e/admin'],
  ['/accounts/.%2E/admin'],
  ['/accounts%2F8f2c'],
  ['/accounts%5c8f2c'],
  ['/accounts\\8f2c'],
  ['/accounts;v=1/8f2c'],
  ['/accounts%3bv=1/8f2c'],
  ['/accounts%3Fx'],
  ['/accounts%23x'],
  ['/accounts#x'],
  ['/accounts%252F8f2c'],
  ['/accounts%00'],
  ['/accounts%0d%0aX: y'],
  ['/accounts%7f'],
  ['/accounts%'],
  ['/accounts%4'],
  ['/accounts%zz'],
  ['/caf%e9'],
  ['/caf\u00e9'],
  ['/accounts 8f2c'],
  ['/accounts, /admin'],
  ['/accounts\t'],
  ['/{id}'],
  [`/${'a'.repeat(2048)}`],
])('%j has more than one reading, or none', (target) => {
  expect(plainPath(target)).toBeUndefined();
});

it('what it answers is what a proof for that target names', () => {
  for (const target of ['/%61ccounts/a%2Eb', '/caf%c3%a9', '/accounts/8f2c/?x=1'])
    expect(normaliseTarget(`https://localhost:3002${target}`)).toBe(
      `https://localhost:3002${plainPath(target)}`,
    );
});
