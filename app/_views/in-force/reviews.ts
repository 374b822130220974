import { z } from 'zod';
import { spellDuration } from '#components/delegation/duration.ts';
import { spellGroup } from '#components/delegation/status.ts';
import type { Fact } from '#components/policy/words.ts';
import { byName, type Files, readFrom, texts } from './policy-files.ts';

const review = z.object({ from: texts, needed: z.number(), within_hours: z.number() });

export function reviews(files: Files): Fact[] {
  return Object.entries(readFrom(files, 'reviews.json', byName(review)) ?? {}).map(([name, one]) => ({
    name: name === 'post-review' ? 'After an emergency' : spellGroup(name),
    lines: [
      `${one.needed} people of ${one.from.map(spellGroup).join(' or ')}, who took no part in it, within ${spellDuration(one.within_hours * 3600)}.`,
    ],
  }));
}
