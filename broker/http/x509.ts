/**
 * `@peculiar/x509` wants the metadata half of `Reflect` before it is loaded, and nothing else here does. These
 * three are all that its container calls.
 */
type Key = PropertyKey;
const kept = new WeakMap<object, Map<Key, unknown>>();

function getMetadata(key: Key, target: object): unknown {
  for (let at: object | null = target; at; at = Object.getPrototypeOf(at)) {
    if (kept.get(at)?.has(key)) return kept.get(at)?.get(key);
  }
  return undefined;
}

if (!('getMetadata' in Reflect)) {
  Object.assign(Reflect, {
    defineMetadata(key: Key, value: unknown, target: object) {
      kept.set(target, (kept.get(target) ?? new Map()).set(key, value));
    },
    getMetadata,
    getOwnMetadata: (key: Key, target: object) => kept.get(target)?.get(key),
  });
}

export const x509 = await import('@peculiar/x509');
export type { X509Certificate } from '@peculiar/x509';
