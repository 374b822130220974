import type { ParameterOrJSON, Sql, TransactionSql, UnsafeQueryOptions } from 'postgres';
import { type InTurn, turns } from './turns.ts';
import { connectionIsLost } from './unavailable.ts';

/** Statements with more parameters are batches of some length or other, which no connection needs to keep. */
const MOST_PARAMETERS = 100;

type Parameter = ParameterOrJSON<never>;

/**
 * Drizzle leaves every statement unprepared, and the driver asks the server to describe such a one before it sends the
 * parameters: two round trips and a new plan each time. Prepared, a statement costs one from its second use on.
 * The driver would also send prepared ones behind each other on one connection, and where it has sent many, a
 * transaction that begins there fails: so each waits here for a connection of its own.
 */
export function preparing(client: Sql, connections: number): Sql {
  return prepared(client, turns(connections));
}

/**
 * Where the connection of a transaction is lost, the driver would still send its rollback, or whatever comes next, on it:
 * into a socket that is gone, which ends the process, or into another transaction once it is connected again. So nothing
 * more is sent, and the work never comes back; the transaction fails because the driver tells that the connection closed.
 */
async function beginOn(
  client: Sql,
  work: (transaction: TransactionSql) => Promise<unknown>,
): Promise<unknown> {
  let over = false;
  const whileOpen: InTurn = async (query) => (over ? never() : query());
  try {
    return await client.begin((transaction) =>
      work(prepared(transaction, whileOpen)).catch((error: unknown) => {
        if (over || connectionIsLost(error)) return never();
        throw error;
      }),
    );
  } finally {
    over = true;
  }
}

const never = <T>() => new Promise<T>(() => undefined);

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
    'begin' in client ? inTurn(() => beginOn(client, work)) : undefined;
  return new Proxy(client, {
    get(target, name, receiver) {
      if (name === 'unsafe') return unsafe;
      if (name === 'begin') return begin;
      return Reflect.get(target, name, receiver);
    },
  });
}
