import type { Calendar } from './bundle-shape.ts';
import { remembered } from './remembered.ts';

/** The names of the calendars that are open at this instant. */
export function openCalendars(calendar: Calendar, now: Date): string[] {
  return Object.entries(calendar)
    .filter(([, times]) => 'open' in times || isWithin(times, now))
    .map(([name]) => name)
    .sort();
}

/** Making one takes longer than deciding. */
const readingClocks = remembered(
  20,
  (timeZone: string) =>
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }),
);

type Times = Exclude<Calendar[string], { open: 'always' }>;
type Day = keyof Times['week'];

function isWithin(times: Times, now: Date): boolean {
  const parts = readingClocks(times.time_zone).formatToParts(now);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? '';
  if (times.closed.includes(`${part('year')}-${part('month')}-${part('day')}`)) return false;
  const clock = `${part('hour')}:${part('minute')}`;
  const day = part('weekday').toLowerCase();
  return isDay(day) && times.week[day].some((span) => span.slice(0, 5) <= clock && clock < span.slice(6));
}

function isDay(name: string): name is Day {
  return ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].includes(name);
}
