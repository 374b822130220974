import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '#broker/context.ts';
import type { ClientChange } from '#broker/oauth/clients/changes/client-change.ts';
import type { Wanted } from '#broker/oauth/clients/changes/wanted-members.ts';
import { importClients } from '#broker/oauth/clients/import-clients.ts';
import { readClient } from '#broker/oauth/clients/registered.ts';
import { type ClientRegistration, readClients } from '#broker/oauth/clients/registry-file.ts';
import { shutOutClient } from '#broker/oauth/clients/shut-out-client.ts';
import type { ClientRow } from '#broker/oauth/clients/store.ts';
import { decidesChange, proposesChange, publicKey } from './client-changes.ts';
import { type House, openHouse } from './house.ts';

export interface RegistryHouse {
  house: House;
  /** Of the client that the file named last. */
  readonly id: string;
  file(): ClientRegistration;
  writes(clients: ClientRegistration[]): void;
  registers(): Promise<void>;
  imports(): Promise<{ changed: number }>;
  row(): Promise<ClientRow>;
  shutsOut(): Promise<void>;
  proposes(login: string, wanted: Wanted): Promise<ClientChange>;
  decides(login: string, change: ClientChange, decision?: 'accept' | 'reject'): Promise<ClientChange>;
  close(): Promise<void>;
}

/** A house whose clients stand in a file that a test writes. Max and Edda sign with passkeys. */
export async function openRegistryHouse(): Promise<RegistryHouse> {
  const house = await openHouse();
  for (const login of ['max', 'edda']) await house.enrolled('admin', login);
  const folder = mkdtempSync(join(tmpdir(), 'countersign-registry-'));
  const clientsFile = join(folder, 'clients.json');
  const context: Context = { ...house.context, config: { ...house.context.config, clientsFile } };
  const atFile = { ...house, context };
  const writes = (clients: ClientRegistration[]) => writeFileSync(clientsFile, JSON.stringify({ clients }));
  const imports = () => importClients(context, readClients(clientsFile, 'demo'));
  let named: ClientRegistration | undefined;
  let n = 0;
  const file = () => {
    if (named === undefined) throw new Error('The file names nobody yet.');
    return named;
  };
  return {
    house,
    get id() {
      return file().client_id;
    },
    file,
    writes,
    imports,
    async registers() {
      named = {
        client_id: `svc_ledger_${++n}`,
        name: 'Ledger',
        owner: 'max@northwind.example.com',
        kind: 'service',
        auth: { method: 'private_key_jwt', jwks: { keys: [await publicKey('a')] } },
        scopes: ['introspect', 'outcomes.write'],
        resource: `https://ledger-${n}.example.com`,
        backend: `ledger-${n}`,
      };
      writes([named]);
      await imports();
    },
    row: async () => (await readClient(context, file().client_id)).row,
    shutsOut: async () => {
      await shutOutClient(context, house.who('admin', 'max'), file().client_id, 'Its key leaked.');
    },
    proposes: (login, wanted) => proposesChange(atFile, login, file().client_id, wanted),
    decides: (login, change, decision) => decidesChange(atFile, login, change, decision, 'Looked at it.'),
    close: async () => {
      await house.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
