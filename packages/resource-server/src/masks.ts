import type { GuardedDelegation } from './delegation.ts';

/** For each field that an action masks: what is shown of it instead. Keep enough to recognise it by. */
export type Maskers<Answer extends object> = {
  readonly [Field in keyof Answer]?: (value: Answer[Field]) => Answer[Field];
};

/** Of an action's masked fields, those that a token does not reveal for that action. */
export function maskedFields(
  action: string,
  masks: readonly string[],
  revealed: GuardedDelegation['revealed'],
): readonly string[] {
  const shown = Object.hasOwn(revealed, action) ? (revealed[action] ?? []) : [];
  return masks.filter((field) => !shown.includes(field));
}

/**
 * A copy of `answer` in which every field of `delegation.masked` is replaced by what `how` makes of it; the rest stays.
 * @throws TypeError when a masked field is not in the answer, or nothing says how to mask it: rather no answer than
 * one that shows too much.
 */
export function mask<Answer extends object>(
  { masked }: Pick<GuardedDelegation, 'masked'>,
  answer: Answer,
  how: Maskers<Answer>,
): Answer {
  const copy = { ...answer };
  for (const field of masked) {
    if (!hasField(copy, field)) throw new TypeError(`The answer has no field ${field} to mask.`);
    const masker = Object.hasOwn(how, field) ? how[field] : undefined;
    if (masker === undefined) throw new TypeError(`Nothing says how to mask ${field}.`);
    copy[field] = masker(copy[field]);
  }
  return copy;
}

function hasField<Answer extends object>(answer: Answer, field: string): field is keyof Answer & string {
  return Object.hasOwn(answer, field);
}
