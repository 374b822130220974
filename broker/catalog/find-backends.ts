import type { Reader } from '../db/client.ts';
import { backends } from './tables.ts';

export interface Backend {
  /** The first part of its actions' names. */
  id: string;
  /** Its resource indicator (RFC 8707): an absolute URI, compared byte for byte. */
  resource: string;
  clientId: string;
}

export const backendsRead = (reader: Reader) => reader.select().from(backends).orderBy(backends.id);

export async function findBackends(reader: Reader): Promise<Backend[]> {
  return backendsRead(reader);
}
