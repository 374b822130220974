import type { Obligations } from './verdict.ts';

export const noObligations: Obligations = { approvals: [], consent: false, notify: [], other: [] };

export type AnnotationReading =
  | { readonly obligations: Obligations; readonly problems?: never }
  | { readonly problems: readonly string[]; readonly obligations?: never };

/** What an annotated policy obliges to. An annotation nobody knows is a problem, and whoever meets one denies. */
export function readAnnotations(annotations: Readonly<Record<string, string>>): AnnotationReading {
  const problems: string[] = [];
  let obligations = noObligations;
  for (const [name, value] of Object.entries(annotations)) {
    const part = read(name, value);
    if (part) obligations = { ...obligations, ...part };
    else problems.push(`@${name}("${value}") is not an obligation`);
  }
  return problems.length > 0 ? { problems } : { obligations };
}

function read(name: string, value: string): Partial<Obligations> | undefined {
  switch (name) {
    case 'id':
    case 'reason':
      return {};
    case 'approvals':
      return some(words(value), (approvals) => ({ approvals }));
    case 'consent':
      return value === 'required' ? { consent: true } : undefined;
    case 'max_duration_s':
      return /^[1-9]\d{0,6}$/.test(value) ? { maxDurationSeconds: Number(value) } : undefined;
    case 'step_up':
      return value.trim() === value && value !== '' ? { stepUp: value } : undefined;
    case 'notify':
      return some(words(value), (notify) => ({ notify }));
    case 'budget':
      return some(readBudget(value), (budget) => ({ budget }));
    case 'obligation':
      return some(words(value), (other) => ({ other }));
    default:
      return undefined;
  }
}

/** All flows, consent if any, the least duration and budget, the strongest step-up, the union of the rest. */
export function mergeObligations(
  all: readonly Obligations[],
  assurance: readonly string[],
): Obligations | { problem: string } {
  const stepUps = all.flatMap((each) => (each.stepUp === undefined ? [] : [each.stepUp]));
  const unknown = stepUps.find((acr) => !assurance.includes(acr));
  if (unknown !== undefined) return { problem: `nobody knows how strong ${unknown} is` };
  const stepUp = [...stepUps].sort((a, b) => assurance.indexOf(b) - assurance.indexOf(a))[0];
  const durations = all.map((each) => each.maxDurationSeconds).filter((span) => span !== undefined);
  const budgets = all.map((each) => each.budget).filter((budget) => budget !== undefined);
  return {
    approvals: union(all.flatMap((each) => each.approvals)),
    consent: all.some((each) => each.consent),
    notify: union(all.flatMap((each) => each.notify)),
    other: union(all.flatMap((each) => each.other)),
    ...(durations.length > 0 && { maxDurationSeconds: Math.min(...durations) }),
    ...(stepUp !== undefined && { stepUp }),
    ...(budgets.length > 0 && { budget: leastBudget(budgets) }),
  };
}

function leastBudget(budgets: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const least = new Map<string, number>();
  for (const [name, amount] of budgets.flatMap((budget) => Object.entries(budget))) {
    least.set(name, Math.min(amount, least.get(name) ?? amount));
  }
  return Object.fromEntries(least);
}

function readBudget(value: string): Record<string, number> | undefined {
  const amounts: Record<string, number> = {};
  for (const part of value.split(',')) {
    const [, name, amount] = /^\s*(calls|resources|denials|reveals)=(0|[1-9]\d{0,8})\s*$/.exec(part) ?? [];
    if (name === undefined || amount === undefined || Object.hasOwn(amounts, name)) return undefined;
    amounts[name] = Number(amount);
  }
  return amounts;
}

function words(value: string): string[] | undefined {
  const list = value.split(',').map((word) => word.trim());
  return list.every((word) => /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(word)) ? list : undefined;
}

function some<T>(
  value: T | undefined,
  make: (value: T) => Partial<Obligations>,
): Partial<Obligations> | undefined {
  return value === undefined ? undefined : make(value);
}

function union(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
