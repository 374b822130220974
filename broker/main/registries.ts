import type { Logger } from 'pino';
import { registerBackends } from '../catalog/register-backends.ts';
import type { Context } from '../context.ts';
import { readDirectory } from '../identity/directory-file.ts';
import { importDirectory } from '../identity/import-directory.ts';
import { importClients } from '../oauth/clients/import-clients.ts';
import { readClients } from '../oauth/clients/registry-file.ts';
import { ensureKeys } from '../oauth/keys/ensure-keys.ts';

/** Brings in what the files say: clients, backends, people. */
export async function importRegistries(context: Context, log: Logger): Promise<void> {
  const { config } = context;
  await ensureKeys(context);
  const registry = readClients(config.clientsFile, config.environment);
  const clients = await importClients(context, registry);
  const backends = registry.clients.flatMap(({ client_id: clientId, backend, resource }) =>
    backend !== undefined && resource !== undefined ? [{ id: backend, resource, clientId }] : [],
  );
  await registerBackends(context, backends);
  if (config.directoryFile !== undefined) {
    const directory = await importDirectory(context, readDirectory(config.directoryFile));
    log.info({ clients: clients.changed, directory: directory.changed }, 'The registries are read.');
  }
}
