import { drizzle } from 'drizzle-orm/pg-proxy';

const unconnected = drizzle(() => {
  throw new Error('A statement is a value here: hand it to record or burn.');
});

/** Writes as values: these builders have no connection, so a forgotten `record` cannot change anything. */
export const insertInto = unconnected.insert.bind(unconnected);
export const update = unconnected.update.bind(unconnected);
export const deleteFrom = unconnected.delete.bind(unconnected);
