import { z } from 'zod';

/** A form's fields as one object: a name given several times becomes an array, an empty field is absent. */
export function readForm(form: FormData): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  for (const name of new Set(form.keys())) {
    if (name.startsWith('$ACTION_')) continue;
    const values = form
      .getAll(name)
      .filter((value): value is string => typeof value === 'string' && value !== '');
    const [first] = values;
    if (first !== undefined) fields[name] = values.length === 1 ? first : values;
  }
  return fields;
}

/** A field that may be given any number of times (checkboxes): none, one and many are all an array. */
export function many<T extends z.ZodType>(item: T) {
  return z.preprocess(
    (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
    z.array(item),
  );
}

/** A single checkbox. */
export const checkbox = z.preprocess(
  (value) => value === 'on' || value === 'true' || value === true,
  z.boolean(),
);
