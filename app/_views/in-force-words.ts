import type { PolicyWords } from '#components/policy/words.ts';
import { rulesIn } from './cedar-rules.ts';
import { calendar } from './in-force/calendar.ts';
import { intents } from './in-force/intents.ts';
import { issuers } from './in-force/issuers.ts';
import { limits } from './in-force/limits.ts';
import { marks } from './in-force/marks.ts';
import { type Files, readFrom, texts } from './in-force/policy-files.ts';
import { reviews } from './in-force/reviews.ts';
import { risks } from './in-force/risks.ts';
import { roles } from './in-force/roles.ts';
import { signatures } from './in-force/signatures.ts';

/** What a version of the policy says, one kind of thing after the other, in sentences. */
export function inForceWords(files: Files, titles: ReadonlyMap<string, string>): PolicyWords {
  const known = marks(files);
  return {
    rules: rulesIn(files),
    intents: intents(files, titles),
    risks: risks(files, new Map(known.map(({ id, title }) => [id, title]))),
    marks: known,
    roles: roles(files),
    calendar: calendar(files),
    limits: limits(files),
    signatures: signatures(files),
    reviews: reviews(files),
    assurance: readFrom(files, 'assurance.json', texts) ?? [],
    issuers: issuers(files),
  };
}
