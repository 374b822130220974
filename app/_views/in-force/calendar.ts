import { z } from 'zod';
import { spellGroup } from '#components/delegation/status.ts';
import type { Fact } from '#components/policy/words.ts';
import { byName, type Files, readFrom, texts } from './policy-files.ts';

const days = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};
const week = z.object({ time_zone: z.string(), week: byName(texts), closed: texts });
const hours = byName(z.union([z.object({ open: z.literal('always') }), week]));

export function calendar(files: Files): Fact[] {
  return Object.entries(readFrom(files, 'calendar.json', hours) ?? {}).map(([name, kept]) => ({
    name: spellGroup(name),
    lines:
      'open' in kept
        ? ['Always open.']
        : [
            ...Object.entries(days).map(
              ([day, title]) => `${title}: ${kept.week[day]?.join(', ') || 'closed'}`,
            ),
            `Times of ${kept.time_zone}.`,
            ...(kept.closed.length === 0 ? [] : [`Closed on ${kept.closed.join(', ')}.`]),
          ],
  }));
}
