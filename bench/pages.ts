import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { brokerAccess } from '#bin/launch/broker-access.ts';
import { settings as readSettings } from '#bin/launch/settings.ts';
import { demoWorld } from '#examples/demo-world/world.ts';
import { signInAtDoor, type Visitor } from '#test/console-visitor.ts';
import { freeBasePort } from '#test/free-port.ts';
import { startOwnSystem } from '../e2e/own-system.ts';
import { BrokerCalls } from './broker-calls.ts';
import { ending } from './ending.ts';
import { Latencies } from './latencies.ts';
import { UNLIMITED } from './own-broker.ts';
import { type BenchOptions, type Report, rounded } from './report.ts';

const Demo = z.object({ delegations: z.object({ pending: z.string(), granted: z.string() }) });

/** How long the console takes for each of its main pages, and what it asks the broker for that. */
export function run({ root, tiny }: BenchOptions): Promise<Report> {
  const visits = tiny ? 2 : 25;
  return ending(async (later) => {
    const calls = new BrokerCalls();
    const basePort = await freeBasePort(6);
    const system = await startOwnSystem(basePort, {
      environment: { ...UNLIMITED, LOG_LEVEL: 'debug' },
      heard: (line) => calls.hear(line),
    });
    later(() => system.stop());
    const { delegations } = Demo.parse(JSON.parse(readFileSync(join(system.data, 'demo.json'), 'utf8')));
    const request = await fileAsAna(root, basePort, system.data);
    const doors = [
      {
        who: await visitor(system.baseURL, 'support', 'ana'),
        pages: ['/support', '/support/requests/new', `/support/requests/${request}`],
      },
      {
        who: await visitor(system.baseURL, 'admin', 'tess'),
        pages: ['/admin', '/admin/approvals', `/admin/approvals/${delegations.pending}`, '/admin/sessions'],
      },
      { who: await visitor(system.baseURL, 'admin', 'audra'), pages: ['/admin/audit'] },
      {
        who: await visitor(system.baseURL, 'customer', 'mira'),
        pages: [
          '/account',
          '/account/consents',
          `/account/consents/${delegations.granted}`,
          '/account/history',
        ],
      },
    ];
    const all = new Latencies();
    const figures: Record<string, number> = {};
    for (const { who, pages } of doors) {
      for (const page of pages) {
        await who.visit(page);
        await calls.taken();
        const own = new Latencies();
        for (let visit = 0; visit < visits; visit++) {
          const { ms } = await who.visit(page);
          own.add(ms);
          all.add(ms);
        }
        const perPage = rounded((await calls.taken()).length / visits);
        const name = page.replace(/dlg_\w+/, '[id]');
        figures[`${name} p50Ms`] = rounded(own.percentile(50));
        figures[`${name} p99Ms`] = rounded(own.percentile(99));
        figures[`${name} brokerCalls`] = perPage;
      }
    }
    const total = { p50Ms: rounded(all.percentile(50)), p99Ms: rounded(all.percentile(99)) };
    return { figures: { ...total, ...figures }, tables: [] };
  });
}

function visitor(console: string, door: 'support' | 'admin' | 'customer', login: string): Promise<Visitor> {
  return signInAtDoor({ console, door, login, password: `demo-${login}` });
}

/** A request of her own, so that the desk has something to show. */
async function fileAsAna(root: string, basePort: number, data: string): Promise<string> {
  const where = { COUNTERSIGN_BASE_PORT: String(basePort), COUNTERSIGN_DATA: data };
  const settings = readSettings({ root, dev: false }, where);
  const world = demoWorld({
    identityProviderUrl: settings.identityProvider,
    consoleUrl: settings.console,
    accountsPagesUrl: settings.accountsPages,
  });
  const person = (login: string) => {
    const found = world.people.find((one) => one.login === login);
    if (!found) throw new Error(`Nobody is called ${login}.`);
    return found;
  };
  const mira = person('mira');
  const asAna = await (await brokerAccess(settings, world)).asPerson(person('ana'));
  const answer = await asAna('POST', '/v1/delegations', {
    subject: mira.id,
    justification: 'The customer asks why notifications arrive twice.',
    authorization_details: [
      {
        type: 'delegation_session',
        actions: ['accounts:profile.read'],
        locations: [settings.accountsApi],
        identifier: mira.accounts[0],
        purpose: { code: 'check-setting', ref: 'TCK-1042' },
        max_duration: 600,
      },
    ],
  });
  return z.object({ id: z.string() }).parse(answer).id;
}
