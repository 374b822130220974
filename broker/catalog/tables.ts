import { pgTable, text } from 'drizzle-orm/pg-core';

/** Where each backend of the policy's catalogue is reached, and the client that it is to the broker. */
export const backends = pgTable('backends', {
  id: text('id').primaryKey(),
  resource: text('resource').notNull().unique(),
  clientId: text('client_id').notNull(),
  /** See broker/seals. Null: opens nothing. */
  seal: text('seal'),
});
