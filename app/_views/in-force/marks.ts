import { z } from 'zod';
import type { PolicyWords } from '#components/policy/words.ts';
import { byName, type Files, readFrom } from './policy-files.ts';

const mark = z.object({ title: z.string(), access: z.enum(['refused', 'by-policy']) });

export function marks(files: Files): PolicyWords['marks'] {
  return Object.entries(readFrom(files, 'marks.json', byName(mark)) ?? {}).map(([id, { title, access }]) => ({
    id,
    title,
    isRefused: access === 'refused',
  }));
}
