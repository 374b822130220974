import { expect, test } from 'vitest';
import { narrow } from './narrowing.ts';

const asked = [
  {
    actions: ['accounts:profile.read', 'accounts:credential.rotate'],
    max_duration: 900,
    identifier: 'account/1',
  },
  { actions: ['accounts:invoice.read'], max_duration: 600, identifier: 'account/2' },
];
const everything = asked.flatMap((one) => one.actions);

test('keeping everything is no narrowing', () => {
  expect(narrow(asked, { actions: everything, durationS: 900 })).toBeUndefined();
});

test('an action that is not kept is gone, all else stays as asked', () => {
  const left = narrow(asked, { actions: ['accounts:profile.read', 'accounts:invoice.read'], durationS: 900 });
  expect(left).toEqual([{ ...asked[0], actions: ['accounts:profile.read'] }, asked[1]]);
});

test('a detail without an action left is left out', () => {
  expect(narrow(asked, { actions: ['accounts:invoice.read'], durationS: 900 })).toEqual([asked[1]]);
});

test('less time caps every detail and lengthens none', () => {
  const left = narrow(asked, { actions: everything, durationS: 700 });
  expect(left?.map((one) => one.max_duration)).toEqual([700, 600]);
});

test('an action that was never asked cannot be added', () => {
  expect(narrow(asked, { actions: [...everything, 'accounts:team.update'], durationS: 900 })).toBeUndefined();
});

test('keeping nothing leaves nothing', () => {
  expect(narrow(asked, { actions: [], durationS: 900 })).toEqual([]);
});
