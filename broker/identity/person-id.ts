import { createHash } from 'node:crypto';
import { isId, type PersonId } from '../ids.ts';

/** The same person claim always gives the same id, so accounts of both staff domains and of the directory meet in it. */
export function personIdOf(key: string): PersonId {
  if (isId('prs', key)) return key;
  return `prs_${createHash('sha256').update(`person\u0000${key}`).digest('hex').slice(0, 26)}`;
}
