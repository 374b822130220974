import type { Reader } from '../db/client.ts';
import type { Seals } from './seals.ts';

/** What stores read sealed rows with: none of them can be asked without the keys that tell a forged row. */
export type SealedReader = Reader & { readonly seals: Seals };

export function sealedReader(reader: Reader, seals: Seals): SealedReader {
  return Object.assign(Object.create(reader) as Reader, { seals });
}
