import { z } from 'zod';
import type { PolicyWords } from '#components/policy/words.ts';
import { obligationWords } from '../obligation-words.ts';
import { byName, type Files, readFrom } from './policy-files.ts';

const asks = z.object({ always: z.unknown().optional(), marks: byName(z.unknown()).optional() });

export function risks(files: Files, marks: ReadonlyMap<string, string>): PolicyWords['risks'] {
  const found = readFrom(files, 'risks.json', byName(asks)) ?? {};
  return Object.entries(found).flatMap(([risk, { always, marks: of = {} }]) => [
    ...(always === undefined ? [] : [{ risk, of: 'every customer', asks: obligationWords(always) }]),
    ...Object.entries(of).map(([mark, said]) => ({
      risk,
      of: `customers marked “${marks.get(mark) ?? mark}”`,
      asks: obligationWords(said),
    })),
  ]);
}
