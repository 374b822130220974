import { z } from 'zod';

/** Text that people sign. Forms send line ends as CR LF; what is signed has LF, in the statement and after. */
export function signedText(longest: number, missing: string) {
  return z
    .string(missing)
    .transform((text) => text.replaceAll('\r\n', '\n').trim())
    .pipe(z.string().min(1, missing).max(longest));
}
