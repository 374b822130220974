import { and, eq, isNull } from 'drizzle-orm';
import { type Write, write } from '../audit/record.ts';
import { update } from '../db/build.ts';
import { Refusal } from '../errors.ts';
import { persons } from './tables.ts';

const whileEnabled = (person: string): Write =>
  write(
    update(persons)
      .set({ disabledAt: null })
      .where(and(eq(persons.id, person), isNull(persons.disabledAt))),
    { rows: 1, otherwise: new Refusal('person_disabled', 'An account is shut out.', { status: 403 }) },
  );

/**
 * Holds only while these persons are enabled: the row locks order it with a disabling. In the order of their ids, so that
 * two such decisions at once never wait for each other.
 */
export const whileAllEnabled = (...ids: string[]): Write[] => [...new Set(ids)].sort().map(whileEnabled);
