import { z } from 'zod';
import { spellDuration } from '#components/delegation/duration.ts';
import { spellGroup } from '#components/delegation/status.ts';
import type { Fact } from '#components/policy/words.ts';
import { byName, type Files, readFrom } from './policy-files.ts';

const kinds: Readonly<Record<string, string>> = {
  approval: 'Approving a request',
  consent: 'A customer’s consent',
  sensitive_consent: 'Consent to something sensitive',
  emergency: 'Declaring or signing an emergency',
  activation: 'Activating policy',
  review: 'A finding in a review',
  enrolment: 'Letting in a passkey',
  client: 'A change of clients',
};
const passkeys: Readonly<Record<string, string>> = {
  always: 'Always with a passkey.',
  when_enrolled: 'With a passkey, from whoever has one.',
  never: 'Without a passkey.',
};
const signature = z.object({
  passkey: z.string(),
  otherwise: z.string().optional(),
  max_age_s: z.number().optional(),
});

export function signatures(files: Files): Fact[] {
  return Object.entries(readFrom(files, 'signatures.json', byName(signature)) ?? {}).map(
    ([kind, { passkey, otherwise, max_age_s: age }]) => ({
      name: kinds[kind] ?? spellGroup(kind),
      lines: [
        passkeys[passkey] ?? passkey,
        ...(otherwise === 'confirmation'
          ? ['Everybody else confirms it with a code that is mailed to them.']
          : []),
        ...(age === undefined ? [] : [`Without one the sign-in is no older than ${spellDuration(age)}.`]),
      ],
    }),
  );
}
