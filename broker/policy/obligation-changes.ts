import type { Obligations } from './verdict.ts';

/** One difference between two policy versions. `widens`: somebody may get more, or with less asked of them. */
export interface Change {
  readonly where: string;
  readonly what: string;
  readonly widens: boolean;
}

export const change = (where: string, what: string, widens: boolean): Change => ({ where, what, widens });

/** What is asked less of somebody, and what more. */
export function obligationChanges(
  where: string,
  old: Obligations,
  now: Obligations,
  assurance: readonly string[],
): Change[] {
  const changes: Change[] = [];
  const lists = { approvals: 'approvals', notify: 'notice to', other: 'obligation' } as const;
  for (const [name, called] of Object.entries(lists) as [keyof typeof lists, string][]) {
    for (const one of old[name].filter((each) => !now[name].includes(each)))
      changes.push(change(where, `no longer asks for ${called} ${one}`, true));
    for (const one of now[name].filter((each) => !old[name].includes(each)))
      changes.push(change(where, `asks for ${called} ${one}`, false));
  }
  if (old.consent !== now.consent)
    changes.push(change(where, now.consent ? 'asks for consent' : 'no longer asks for consent', old.consent));
  changes.push(...limitChange(where, 'max_duration_s', old.maxDurationSeconds, now.maxDurationSeconds));
  for (const name of new Set([...Object.keys(old.budget ?? {}), ...Object.keys(now.budget ?? {})]))
    changes.push(...limitChange(where, `budget of ${name}`, old.budget?.[name], now.budget?.[name]));
  if (old.stepUp !== now.stepUp) {
    const strength = (acr: string | undefined) => (acr === undefined ? -1 : assurance.indexOf(acr));
    const isWeaker = strength(now.stepUp) < strength(old.stepUp);
    changes.push(change(where, `step-up ${now.stepUp ?? 'is no longer asked for'}`, isWeaker));
  }
  return changes;
}

export function limitChange(
  where: string,
  name: string,
  old: number | undefined,
  now: number | undefined,
): Change[] {
  if (old === now) return [];
  const unlimited = Number.POSITIVE_INFINITY;
  const told = (limit: number | undefined) => limit ?? 'no limit';
  return [change(where, `${name}: ${told(old)} → ${told(now)}`, (now ?? unlimited) > (old ?? unlimited))];
}
