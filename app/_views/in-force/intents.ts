import { z } from 'zod';
import { spellDuration } from '#components/delegation/duration.ts';
import type { PolicyWords } from '#components/policy/words.ts';
import { type Files, readFrom, texts } from './policy-files.ts';

const intent = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  actions: texts,
  max_duration: z.number(),
});

export function intents(files: Files, titles: ReadonlyMap<string, string>): PolicyWords['intents'] {
  return (readFrom(files, 'intents.json', z.array(intent)) ?? []).map((one) => ({
    id: one.id,
    title: one.title,
    description: one.description,
    actions: one.actions.map((action) => titles.get(action) ?? action),
    longest: spellDuration(one.max_duration),
  }));
}
