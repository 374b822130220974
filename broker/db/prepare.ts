import type { Sql, TransactionSql } from 'postgres';

/** Statements with more parameters are batches of some length or other, which no connection needs to keep. */
const MOST_PARAMETERS = 100;

type Unsafe = Sql['unsafe'];

/**
 * Drizzle leaves every statement unprepared, and the driver asks the server to describe such a one before it sends the
 * parameters: two round trips and a new plan each time. Prepared, a statement costs one from its second use on.
 */
export function preparing<S extends Sql | TransactionSql>(client: S): S {
  const unsafe: Unsafe = (text, parameters = [], options = {}) =>
    client.unsafe(text, parameters, {
      ...options,
      prepare: parameters.length > 0 && parameters.length <= MOST_PARAMETERS,
    });
  const begin = (work: (transaction: TransactionSql) => Promise<unknown>) =>
    'begin' in client ? client.begin((transaction) => work(preparing(transaction))) : undefined;
  return new Proxy(client, {
    get(target, name, receiver) {
      if (name === 'unsafe') return unsafe;
      if (name === 'begin') return begin;
      return Reflect.get(target, name, receiver);
    },
  });
}
