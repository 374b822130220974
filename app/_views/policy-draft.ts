import type { Problem } from '@countersign/client';
import { z } from 'zod';

const files = z.record(z.string(), z.string());
const packed = z.union([z.object({ files }).transform((one) => one.files), files]);

/** What `countersign policy pack` writes, as the text of a file. */
export const draftText = z
  .string('Choose the packed draft.')
  .max(1_000_000, 'The file is too large for a draft.')
  .transform((text, context) => {
    try {
      const parsed = packed.safeParse(JSON.parse(text));
      if (parsed.success) return parsed.data;
    } catch {}
    context.addIssue({ code: 'custom', message: 'This is no packed draft.' });
    return z.NEVER;
  });

const problems = z.array(z.object({ where: z.string(), what: z.string() }));

/** Everything that is wrong with a refused draft, a line each. */
export function problemsOf({ members }: Problem): string[] {
  const parsed = problems.safeParse(members.problems);
  return parsed.success ? parsed.data.map(({ where, what }) => `${where}: ${what}`) : [];
}
