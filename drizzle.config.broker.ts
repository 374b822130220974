import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: ['./broker/*/tables.ts', './broker/*/*/tables.ts'],
  out: './drizzle/broker',
});
