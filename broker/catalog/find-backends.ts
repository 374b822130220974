import type { Reader } from '../db/client.ts';
import type { SealedReader } from '../seals/sealed-reader.ts';
import type { Seals } from '../seals/seals.ts';
import { backends } from './tables.ts';

export interface Backend {
  /** The first part of its actions' names. */
  id: string;
  /** Its resource indicator (RFC 8707): an absolute URI, compared byte for byte. */
  resource: string;
  clientId: string;
}

export const backendsRead = (reader: Reader) => reader.select().from(backends).orderBy(backends.id);

type Row = Awaited<ReturnType<typeof backendsRead>>[number];

/** Those that the broker itself registered. */
export function backendsFrom(rows: readonly Row[], seals: Seals): Backend[] {
  return rows
    .filter((row) => seals.holds('backends', row.id, row))
    .map(({ id, resource, clientId }) => ({ id, resource, clientId }));
}

export async function findBackends(reader: SealedReader): Promise<Backend[]> {
  return backendsFrom(await backendsRead(reader), reader.seals);
}
