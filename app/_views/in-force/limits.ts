import { z } from 'zod';
import { spellDuration } from '#components/delegation/duration.ts';
import { type Files, readFrom, texts } from './policy-files.ts';

const limit = z.object({
  open_per_agent: z.number(),
  open_per_customer: z.number(),
  cooldown_after_refusal_s: z.number(),
  offers_cover: texts,
});

export function limits(files: Files): string[] {
  const found = readFrom(files, 'limits.json', limit);
  if (!found) return [];
  const covered = found.offers_cover.join(', ');
  return [
    `An agent may have ${found.open_per_agent} requests open at a time, and ${found.open_per_customer} for one customer.`,
    found.cooldown_after_refusal_s === 0
      ? 'After a refusal an agent may ask again at once.'
      : `After a refusal the same agent waits ${spellDuration(found.cooldown_after_refusal_s)} before asking about that customer again.`,
    covered === ''
      ? 'Customers can offer nothing beforehand.'
      : `Customers may allow beforehand, by an offer, actions of the risk ${covered}.`,
  ];
}
