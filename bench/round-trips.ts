import postgres from 'postgres';
import { rounded, type Table } from './report.ts';
import type { TokenLoad } from './token-load.ts';
import type { Wire } from './wire.ts';

export interface PerExchange {
  figures: {
    statementsPerExchange: number;
    roundTripsPerExchange: number;
    writingTransactionsPerExchange: number;
  };
  table: Table;
}

/** What runs less often than at every second exchange is done beside them: the sequencer, the followers, key rings. */
const ON_THE_WAY = 0.5;
const SHOWN = 100;

/** Only a transaction that writes is given a number, so the difference is how many commits had to go to disk. */
async function transactionNumber(url: string): Promise<number> {
  const sql = postgres(url, { max: 1 });
  const [row] = await sql`select pg_snapshot_xmax(pg_current_snapshot())::text as number`;
  await sql.end();
  return Number(row?.number);
}

/** Counts at the wire what so many exchanges ask of the database, by a broker that is warm. */
export async function roundTrips(
  wire: Wire,
  databaseUrl: string,
  load: TokenLoad,
  exchanges: number,
): Promise<PerExchange> {
  const before = load.seen.count;
  const first = await transactionNumber(databaseUrl);
  wire.reset();
  await load.round({ most: exchanges, seconds: 60 });
  const passed = [...wire.passed()];
  const transactions = (await transactionNumber(databaseUrl)) - first;
  const count = load.seen.count - before;
  const onTheWay = passed
    .filter(([, { times }]) => times >= ON_THE_WAY * count)
    .sort(([, a], [, b]) => b.roundTrips - a.roundTrips);
  const per = (what: 'times' | 'roundTrips') =>
    rounded(onTheWay.reduce((sum, [, one]) => sum + one[what], 0) / count);
  return {
    figures: {
      statementsPerExchange: per('times'),
      roundTripsPerExchange: per('roundTrips'),
      writingTransactionsPerExchange: rounded(transactions / count),
    },
    table: {
      title: 'What one exchange asks of the database',
      columns: ['statement', 'times', 'round trips'],
      rows: onTheWay.map(([text, { times, roundTrips: waited }]) => [
        text.replace(/\s+/g, ' ').replaceAll('"', '').slice(0, SHOWN),
        (times / count).toFixed(2),
        (waited / count).toFixed(2),
      ]),
    },
  };
}
