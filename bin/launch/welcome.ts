import type { DemoPerson, DemoWorld } from '#examples/demo-world/world.ts';
import { mailFolder } from './environments.ts';
import type { Settings } from './settings.ts';

const paths = { support: '/support', admin: '/admin', customer: '/account' } as const;
const shownCustomers = 8;

/** Where everything is, and whom to sign in as. */
export function welcome(settings: Settings, { people }: DemoWorld, embedded: readonly string[]): string {
  const addresses = [
    ['Console', settings.console],
    ['Broker', settings.broker],
    ['Accounts API', settings.accountsApi],
    ['Its own pages', `${settings.accountsPages}/me`],
    ['Identity provider', settings.identityProvider],
  ];
  const customers = people.filter(({ domain }) => domain === 'customer');
  const shown = [
    ...people.filter(({ domain }) => domain !== 'customer'),
    ...customers.slice(0, shownCustomers),
  ];
  return [
    '',
    'Countersign is running.',
    '',
    ...table(addresses),
    '',
    ...table([['Door', 'Login', 'Password', 'Who'], ...shown.map((person) => row(settings, person))]),
    `… and ${customers.length - shownCustomers} more customers; the login page lists them all.`,
    '',
    ...mailed(settings),
    ...kept(settings, embedded),
    'A quick way round: ana asks, mira consents, ana goes in. Ctrl-C ends everything.',
    '',
  ].join('\n');
}

function mailed({ data }: Settings): string[] {
  if (process.env.BROKER_MAIL_URL !== undefined) return [];
  return [`There is no mail server: what would be mailed, codes included, is in ${mailFolder(data)}.`, ''];
}

function kept({ data }: Settings, embedded: readonly string[]): string[] {
  if (embedded.length === 0) return [];
  return [
    `Embedded databases (${embedded.join(', ')}) in ${data}: for trying out and for development. They do not`,
    'flush each commit to disk; for real use give PostgreSQL by DATABASE_URL and CONSOLE_DATABASE_URL.',
    '',
  ];
}

function row(settings: Settings, { domain, login, password, groups, marks }: DemoPerson): string[] {
  const who = [...groups, ...marks].join(', ') || 'customer';
  return [`${settings.console}${paths[domain]}`, login, password, who];
}

function table(rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  return rows.map((cells) =>
    `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  );
}
