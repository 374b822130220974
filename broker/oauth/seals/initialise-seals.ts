import { onceInALife, type Sealing } from './once-in-a-life.ts';
import { rowsInForce } from './sealed-rows.ts';

/** From here on a row without a seal was not written by the broker. */
export function initialiseSeals(context: Sealing): Promise<{ sealed: number }> {
  const once = { id: 'initialised', type: 'seals.initialised' };
  return onceInALife(context, once, () => rowsInForce(context.reader));
}
