import type { Asked } from './asked.ts';
import type { PolicyBundle } from './bundle.ts';
import { openCalendars } from './calendar.ts';

/** Reads the clock itself, or the context as a whole: then two moments are two questions. */
const readsMoment = /context(?!\s*\.|\s+has\b)|context\s*\.\s*now\b|context\s+has\s+now\b/;

function isTimeless({ policies, flows }: PolicyBundle): boolean {
  const entries = Object.values(flows).flatMap(({ stages }) => stages.flat());
  return (
    entries.every(({ timeout_s }) => timeout_s === undefined) &&
    !Object.values(policies).some((text) => readsMoment.test(text.replace(/^\s*(\/\/|@reason\().*$/gm, '')))
  );
}

/**
 * Equal keys: this version cannot but answer alike. Without a policy that reads the clock and without escalation, of the
 * moment only the open calendars count; a consent that expires is compared with the clock by the guard rails.
 */
export function sameQuestion(bundle: PolicyBundle): (asked: Asked) => string {
  const timeless = isTimeless(bundle);
  return (asked) => {
    if (asked.about === 'approval') {
      const { now, delegation, ...question } = asked.question;
      const { filedAt, ...rest } = delegation;
      const moment = timeless ? openCalendars(bundle.calendar, now) : [now, filedAt];
      return JSON.stringify([question, rest, moment]);
    }
    return JSON.stringify(
      asked.questions.map(({ context, ...question }) => {
        const { now, filedAt, ...facts } = context;
        const isFree = timeless && context.consent?.expiresAt === undefined;
        return [question, facts, isFree ? openCalendars(bundle.calendar, now) : [now, filedAt]];
      }),
    );
  };
}
