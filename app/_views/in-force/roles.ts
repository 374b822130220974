import { spellGroup } from '#components/delegation/status.ts';
import type { PolicyWords } from '#components/policy/words.ts';
import { doors } from './doors.ts';
import { byName, type Files, readFrom, texts } from './policy-files.ts';

const can: Readonly<Record<string, string>> = {
  agent: 'ask to act for a customer',
  senior: 'are senior agents',
  emergency: 'declare an emergency',
  approver: 'sign requests',
  emergency_approver: 'sign emergencies',
  policy_owner: 'propose and activate policy',
  auditor: 'read the log and every decision',
  people_admin: 'look after people, clients and passkeys',
};

export function roles(files: Files): PolicyWords['roles'] {
  const found = readFrom(files, 'roles.json', byName(byName(texts))) ?? {};
  return Object.entries(found).flatMap(([domain, groups]) =>
    Object.entries(groups).map(([group, given]) => ({
      door: doors[domain] ?? domain,
      group,
      roles: given,
      words: given.map((role) => can[role] ?? `have the role ${spellGroup(role)}`).join(', and '),
    })),
  );
}
