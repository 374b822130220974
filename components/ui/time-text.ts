const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 30],
  ['month', 12],
  ['year', Number.POSITIVE_INFINITY],
];

/** "in 4 minutes", "yesterday"; to the nearest whole step, never "in 90 minutes". */
export function relativeTime(at: Date, now: Date): string {
  let amount = (at.getTime() - now.getTime()) / 1000;
  for (const [unit, size] of steps) {
    if (Math.abs(Math.round(amount)) < size) {
      return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(Math.round(amount), unit);
    }
    amount /= size;
  }
  return exactTime(at);
}

/** "24 Nov 2026, 05:40:12 UTC"; in the reader's own zone unless one is named. */
export function exactTime(at: Date, timeZone?: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(at);
}
