import { z } from 'zod';
import type { PolicyWords } from '#components/policy/words.ts';
import { doors } from './doors.ts';
import { byName, type Files, readFrom } from './policy-files.ts';

const trusted = byName(z.looseObject({ issuer: z.string() }));

export function issuers(files: Files): PolicyWords['issuers'] {
  return Object.entries(readFrom(files, 'domains.json', trusted) ?? {}).map(([domain, { issuer }]) => ({
    door: doors[domain] ?? domain,
    issuer,
  }));
}
