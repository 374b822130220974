import type { ParameterOrJSON, Sql, TransactionSql, UnsafeQueryOptions } from 'postgres';
import { type InTurn, turns } from './turns.ts';

/** Statements with more parameters are batches of some length or other, which no connection needs to keep. */
const MOST_PARAMETERS = 100;

type Parameter = ParameterOrJSON<never>;

const atOnce: InTurn = async (work) => work();

/**
 * Drizzle leaves every statement unprepared, and the driver asks the server to describe such a one before it sends the
 * parameters: two round trips and a new plan each time. Prepared, a statement costs one from its second use on.
 * The driver would also send prepared ones behind each other on one connection, and where it has sent many, a
 * transaction that begins there fails: so each waits here for a connection of its own.
 */
export function preparing(client: Sql, connections: number): Sql {
  return prepared(client, turns(connections));
}

function prepared<S extends Sql | TransactionSql>(client: S, inTurn: InTurn): S {
  const unsafe = (text: string, parameters: Parameter[] = [], options: UnsafeQueryOptions = {}) => {
    const prepare = parameters.length > 0 && parameters.length <= MOST_PARAMETERS;
    const query = () => client.unsafe(text, parameters, { ...options, prepare });
    let asValues = false;
    // Sent a moment later, as the driver's own are: the caller may still say that it wants rows of values.
    const answer = Promise.resolve().then(() =>
      inTurn<unknown>(() => (asValues ? query().values() : query())),
    );
    const values = () => {
      asValues = true;
      return answer;
    };
    return Object.assign(answer, { values });
  };
  const begin = (work: (transaction: TransactionSql) => Promise<unknown>) =>
    'begin' in client
      ? inTurn(() => client.begin((transaction) => work(prepared(transaction, atOnce))))
      : undefined;
  return new Proxy(client, {
    get(target, name, receiver) {
      if (name === 'unsafe') return unsafe;
      if (name === 'begin') return begin;
      return Reflect.get(target, name, receiver);
    },
  });
}
