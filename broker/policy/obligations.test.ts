import { describe, expect, test } from 'vitest';
import { mergeObligations, noObligations, readAnnotations } from './obligations.ts';

const levels = ['password', 'second-factor', 'passkey'];

describe('annotations are read strictly', () => {
  test('every known one', () => {
    expect(
      readAnnotations({
        id: 'x',
        reason: 'y',
        approvals: 'lead, legal',
        consent: 'required',
        max_duration_s: '900',
        step_up: 'passkey',
        notify: 'customer',
        budget: 'calls=50,resources=5,denials=3,reveals=2',
        obligation: 'post-review',
      }),
    ).toEqual({
      obligations: {
        approvals: ['lead', 'legal'],
        consent: true,
        maxDurationSeconds: 900,
        stepUp: 'passkey',
        notify: ['customer'],
        budget: { calls: 50, resources: 5, denials: 3, reveals: 2 },
        other: ['post-review'],
      },
    });
  });

  test.each([
    ['approval', 'lead'],
    ['Approvals', 'lead'],
    ['approvals', ''],
    ['approvals', 'lead,'],
    ['consent', ''],
    ['consent', 'optional'],
    ['max_duration_s', '0'],
    ['max_duration_s', '1e3'],
    ['max_duration_s', '-1'],
    ['max_duration_s', '900s'],
    ['step_up', ''],
    ['budget', 'calls'],
    ['budget', 'calls=1,calls=2'],
    ['budget', 'money=1'],
    ['obligation', ''],
    ['toString', 'x'],
  ])('@%s("%s") is a problem', (name, value) => {
    expect(readAnnotations({ id: 'x', reason: 'y', [name]: value }).problems).toHaveLength(1);
  });
});

describe('what several policies oblige to, together', () => {
  test('all flows, consent if any, the least time and budget, the strongest step-up, the rest united', () => {
    const one = {
      ...noObligations,
      approvals: ['lead'],
      maxDurationSeconds: 900,
      stepUp: 'second-factor',
      budget: { calls: 50 },
      notify: ['customer'],
    };
    const two = {
      ...noObligations,
      approvals: ['legal', 'lead'],
      consent: true,
      maxDurationSeconds: 1800,
      stepUp: 'passkey',
      budget: { calls: 20, resources: 5 },
      other: ['post-review'],
    };
    const merged = {
      approvals: ['lead', 'legal'],
      consent: true,
      maxDurationSeconds: 900,
      stepUp: 'passkey',
      budget: { calls: 20, resources: 5 },
      notify: ['customer'],
      other: ['post-review'],
    };
    expect(mergeObligations([one, two, noObligations], levels)).toEqual(merged);
    expect(mergeObligations([two, one], levels)).toEqual(merged);
  });

  test('nothing obliges to nothing', () => {
    expect(mergeObligations([], levels)).toEqual(noObligations);
  });

  test('a level that nobody ranked cannot be compared', () => {
    expect(mergeObligations([{ ...noObligations, stepUp: 'handshake' }], levels)).toHaveProperty('problem');
  });
});
