import { describe, expect, it } from 'vitest';
import { pathWithin, signInPath } from './doors.ts';

describe('the way back after sign-in', () => {
  it.each(['/support', '/support/requests/new', '/support/requests?status=pending'])(
    'leads to %s',
    (path) => {
      expect(pathWithin('support', path)).toBe(path);
    },
  );

  it.each([
    '/admin',
    '/supporters',
    'https://elsewhere.example/support',
    '//elsewhere.example/support',
    '/support//elsewhere.example',
    '/support/\\elsewhere.example',
    '/support/sign-in',
    'support',
    '',
  ])('never leads to %j', (path) => {
    expect(pathWithin('support', path)).toBeUndefined();
    expect(signInPath('support', path)).toBe('/support/sign-in');
  });
});
