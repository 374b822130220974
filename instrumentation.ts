export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const [{ database }, { migrateDatabase }] = await Promise.all([
    import('#lib/database/client.ts'),
    import('#lib/database/migrate.ts'),
  ]);
  await migrateDatabase(database());
}
