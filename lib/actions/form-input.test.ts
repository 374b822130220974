import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkbox, many, readForm } from './form-input.ts';

function form(...fields: [string, string][]): FormData {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
}

describe('what a form sends', () => {
  it('takes a repeated name as a list, an empty field as absent, and leaves out what Next adds', () => {
    const fields = readForm(form(['a', '1'], ['b', 'x'], ['b', 'y'], ['c', ''], ['$ACTION_ID_1', '']));
    expect(fields).toEqual({ a: '1', b: ['x', 'y'] });
  });

  it.each([
    [[], []] as const,
    [['x'], ['x']] as const,
    [
      ['x', 'y'],
      ['x', 'y'],
    ] as const,
  ])('reads %j ticked boxes as a list', (ticked, expected) => {
    const schema = z.object({ actions: many(z.string()) });
    const data = form(...ticked.map((value): [string, string] => ['actions', value]));
    expect(schema.parse(readForm(data))).toEqual({ actions: expected });
  });

  it('reads a single box as yes or no', () => {
    expect(checkbox.parse('on')).toBe(true);
    expect(checkbox.parse(undefined)).toBe(false);
  });
});
