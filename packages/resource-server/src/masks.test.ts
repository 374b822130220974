import { describe, expect, it } from 'vitest';
import { mask, maskedFields } from './masks.ts';

const revealed = { 'accounts:profile.read': ['email'] };

describe('the fields of an action that stay hidden', () => {
  it.each<[string, Parameters<typeof maskedFields>, string[]]>([
    [
      'all, where the token reveals nothing',
      ['accounts:profile.read', ['email', 'phone'], {}],
      ['email', 'phone'],
    ],
    ['all but the revealed', ['accounts:profile.read', ['email', 'phone'], revealed], ['phone']],
    ['all, where another action is revealed', ['accounts:team.read', ['email'], revealed], ['email']],
    ['none, where none is masked', ['accounts:settings.read', [], revealed], []],
    ['all, whatever the action is called', ['constructor', ['email'], {}], ['email']],
  ])('%s', (_, given, expected) => {
    expect(maskedFields(...given)).toEqual(expected);
  });
});

describe('masking an answer', () => {
  const profile = { name: 'Mira', email: 'mira@example.org', phone: '+353 1 555 0100' };
  const how = { email: () => 'm•••@example.org' };

  it('replaces what is masked and leaves the rest, and the answer itself, alone', () => {
    expect(mask({ masked: ['email'] }, profile, how)).toEqual({ ...profile, email: 'm•••@example.org' });
    expect(mask({ masked: [] }, profile, how)).toEqual(profile);
    expect(profile.email).toBe('mira@example.org');
  });

  it('gives no answer rather than one that shows too much', () => {
    expect(() => mask({ masked: ['phone'] }, profile, how)).toThrow('Nothing says how to mask phone.');
    expect(() => mask({ masked: ['e_mail'] }, profile, how)).toThrow('The answer has no field e_mail');
    expect(() => mask({ masked: ['toString'] }, profile, how)).toThrow('The answer has no field toString');
  });
});
