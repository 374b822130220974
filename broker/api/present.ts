/** Leaves out what is undefined: an absent member and an undefined one are not the same to a hash. */
type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> };

export function present<T extends object>(value: T): Present<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Present<T>;
}
