import { isJsonObject } from '@countersign/resource-server/jwt';

/** How many have acted, one for the other: the current actor and all within it (RFC 8693 §4.1). */
export function chainDepth(act: unknown): number {
  let depth = 0;
  for (let one = act; isJsonObject(one); one = one.act) depth += 1;
  return depth;
}
