import { registerBackends } from '#broker/catalog/register-backends.ts';
import { insertInto } from '#broker/db/build.ts';
import { accountConsenters, accounts } from '#broker/identity/tables.ts';
import { loadBundle } from '#broker/policy/bundle.ts';
import type { DelegatedHouse } from './delegated-house.ts';
import { testConfig } from './demo.ts';

export const FILES = 'https://files.example';
export const LEDGER = 'https://ledger.example';
export const SEE = 'files:document.read';
export const CHANGE = 'files:document.update';
export const ENTRY = 'ledger:entry.read';

/** The demo's policy, and two backends more: one is called by the first. */
export function withMoreBackends() {
  const bundle = loadBundle('policies', testConfig().domains);
  const [backend] = bundle.catalog.backends;
  const action = (id: string, risk: 'read' | 'write') => ({
    id,
    title: id,
    risk,
    sees: [id],
    changes: [],
    masked: {},
  });
  const declared = (ids: string[], group: string) =>
    `action ${ids.map((id) => `"${id}"`).join(', ')} in ["${group}"]
      appliesTo { principal: [Agent, Service], resource: [Account], context: Delegation };`;
  return {
    ...bundle,
    schema: `${bundle.schema}\n${declared([SEE, ENTRY], 'support.read')}\n${declared([CHANGE], 'support.write')}`,
    catalog: {
      backends: [
        ...(backend ? [backend] : []),
        { id: 'files', name: 'Files', actions: [action(SEE, 'read'), action(CHANGE, 'write')] },
        { id: 'ledger', name: 'Ledger', actions: [action(ENTRY, 'read')] },
      ],
    },
  };
}

/** Mira has her account there too. */
export async function settleIn(house: DelegatedHouse): Promise<void> {
  await registerBackends(house.context, [
    { id: 'files', resource: FILES, clientId: 'svc_files' },
    { id: 'ledger', resource: LEDGER, clientId: 'svc_ledger' },
  ]);
  const owner = house.who('customer', 'mira').id;
  const id = house.accountOf('mira').split('/')[1] ?? '';
  for (const backend of ['files', 'ledger']) {
    await house.database.run(insertInto(accounts).values({ backend, id, ownerId: owner, label: backend }));
    const may = { backend, accountId: id, customerId: owner };
    await house.database.run(insertInto(accountConsenters).values(may));
  }
}
