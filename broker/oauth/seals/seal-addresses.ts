import { onceInALife, type Sealing } from './once-in-a-life.ts';
import { rowsInForce } from './sealed-rows.ts';

/** Seals of people left out their addresses at first: where such a seal holds, it takes the address in. */
export function sealAddresses(context: Sealing): Promise<{ sealed: number }> {
  const once = { id: 'addresses', type: 'seals.extended' };
  return onceInALife(context, once, async () => {
    const people = await rowsInForce(context.reader, 'people');
    return people.filter(({ row }) => {
      const withoutAddress = { ...row, email: null };
      return !context.seals.holds('people', '', row) && context.seals.holds('people', '', withoutAddress);
    });
  });
}
