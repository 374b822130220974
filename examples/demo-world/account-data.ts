import { personName } from './person-names.ts';
import { type Random, seededRandom } from './random.ts';
import { slug } from './slug.ts';
import { stableAccountId } from './stable-id.ts';

export interface AccountSeed {
  id: string;
  label: string;
  owner: { id: string; sub: string };
  consenters: string[];
  profile: {
    name: string;
    email: string;
    phone: string;
    company: string;
    address: string;
    language: string;
    createdAt: string;
  };
  settings: { key: string; value: string; title: string }[];
  credentials: {
    id: string;
    name: string;
    lastFour: string;
    scopes: string[];
    createdAt: string;
    lastUsedAt: string | null;
  }[];
  sessions: {
    id: string;
    device: string;
    place: string;
    address: string;
    startedAt: string;
    lastSeenAt: string;
  }[];
  invoices: {
    id: string;
    number: string;
    status: 'paid' | 'open' | 'overdue';
    issuedOn: string;
    dueOn: string;
    currency: string;
    totalMinor: number;
    lines: { title: string; amountMinor: number }[];
  }[];
  team: { id: string; name: string; email: string; role: 'owner' | 'developer' | 'billing' | 'viewer' }[];
}

export interface AccountOwner {
  id: string;
  sub: string;
  login: string;
  name: string;
  email: string;
  company: string;
}

const BORN = Date.UTC(2026, 10, 1);
const DAY = 86_400_000;

const DEVICES = [
  'Firefox on Linux',
  'Chrome on Windows',
  'Safari on iPhone',
  'Chrome on Android',
  'Safari on macOS',
  'Northwind command line',
];
const PLACES = [
  'Lisbon',
  'Nairobi',
  'Osaka',
  'Montréal',
  'Kraków',
  'Wellington',
  'Cusco',
  'Bengaluru',
  'Reykjavík',
  'Cork',
];
const STREETS = [
  'Harbour Row',
  'Orchard Lane',
  'Mill Street',
  'Station Road',
  'Quarry Hill',
  'Lantern Court',
];
const REGIONS = ['eu-north', 'eu-south', 'us-east', 'ap-south', 'af-east'];
const CREDENTIALS = [
  'Deploy pipeline',
  'Backup job',
  'Status board',
  'Invoice import',
  'Staging',
  'Mobile app',
];
const SCOPES = ['objects:read', 'objects:write', 'dns:write', 'metrics:read', 'functions:deploy'];
const LINES = ['Compute hours', 'Object storage', 'Outgoing traffic', 'Managed database', 'Support plan'];

const instant = (daysAgo: number, random: Random): string =>
  new Date(BORN - daysAgo * DAY - random.integer(0, DAY - 1)).toISOString();
const day = (daysAgo: number): string => new Date(BORN - daysAgo * DAY).toISOString().slice(0, 10);
const digits = (random: Random, count: number): string =>
  Array.from({ length: count }, () => String(random.integer(0, 9))).join('');

function settings(random: Random): AccountSeed['settings'] {
  return [
    { key: 'region', title: 'Home region', value: random.pick(REGIONS) },
    { key: 'two_step_sign_in', title: 'Two-step sign-in', value: random.chance(0.6) ? 'on' : 'off' },
    {
      key: 'notifications',
      title: 'Notifications by e-mail',
      value: random.pick(['all', 'important', 'none']),
    },
    { key: 'data_retention_days', title: 'Days that logs are kept', value: random.pick(['30', '90', '365']) },
    {
      key: 'maintenance_window',
      title: 'Maintenance window',
      value: random.pick(['Sunday 02:00', 'Saturday 23:00', 'Wednesday 04:00']),
    },
    { key: 'public_status_page', title: 'Public status page', value: random.chance(0.3) ? 'on' : 'off' },
  ];
}

function credentials(random: Random): AccountSeed['credentials'] {
  const first = random.integer(0, CREDENTIALS.length - 1);
  return Array.from({ length: random.integer(1, 4) }, (_, index) => ({
    id: `key${index + 1}`,
    name: CREDENTIALS[(first + index) % CREDENTIALS.length] ?? 'Key',
    lastFour: random.integer(0x1000, 0xffff).toString(16),
    scopes: [...new Set([random.pick(SCOPES), random.pick(SCOPES)])],
    createdAt: instant(random.integer(120, 600), random),
    lastUsedAt: random.chance(0.85) ? instant(random.integer(0, 30), random) : null,
  }));
}

function sessions(random: Random): AccountSeed['sessions'] {
  return Array.from({ length: random.integer(1, 4) }, (_, index) => ({
    id: `session${index + 1}`,
    device: random.pick(DEVICES),
    place: random.pick(PLACES),
    address: `203.0.113.${random.integer(1, 254)}`,
    startedAt: instant(random.integer(8, 60), random),
    lastSeenAt: instant(random.integer(0, 6), random),
  }));
}

function invoices(random: Random, accountId: string): AccountSeed['invoices'] {
  const currency = random.pick(['EUR', 'USD', 'JPY', 'KES', 'PLN']);
  return Array.from({ length: random.integer(3, 8) }, (_, index) => {
    const issued = 3 + index * 30;
    const lines = LINES.slice(0, random.integer(1, LINES.length)).map((title) => ({
      title,
      amountMinor: random.integer(150, 90_000),
    }));
    return {
      id: `invoice${index + 1}`,
      number: `NW-${accountId.slice(0, 4).toUpperCase()}-${String(1000 + index)}`,
      status:
        index > 1 ? 'paid' : index === 1 && random.chance(0.15) ? 'overdue' : index === 0 ? 'open' : 'paid',
      issuedOn: day(issued),
      dueOn: day(issued - 21),
      currency,
      totalMinor: lines.reduce((sum, line) => sum + line.amountMinor, 0),
      lines,
    };
  });
}

function team(random: Random, owner: AccountOwner): AccountSeed['team'] {
  const others = Array.from({ length: random.integer(0, 5) }, (_, index) => {
    const { given, family } = personName(random);
    const role: 'developer' | 'billing' | 'viewer' = random.pick(['developer', 'billing', 'viewer'] as const);
    return {
      id: `member${index + 2}`,
      name: `${given} ${family}`,
      email: `${slug(given)}.${slug(family)}@example.net`,
      role,
    };
  });
  return [{ id: 'member1', name: owner.name, email: owner.email, role: 'owner' }, ...others];
}

function account(owner: AccountOwner, ordinal: number): AccountSeed {
  const id = stableAccountId(owner.login, String(ordinal));
  const random = seededRandom(`northwind cloud: account ${id}`);
  return {
    id,
    label: ordinal === 1 ? owner.company : `${owner.company}, staging`,
    owner: { id: owner.id, sub: owner.sub },
    consenters: [owner.id],
    profile: {
      name: owner.name,
      email: owner.email,
      phone: `+1 202 555 01${digits(random, 2)}`,
      company: owner.company,
      address: `${random.integer(1, 240)} ${random.pick(STREETS)}, ${random.pick(PLACES)}`,
      language: random.pick(['en', 'pt', 'pl', 'ja', 'es', 'sw']),
      createdAt: instant(random.integer(400, 2400), random),
    },
    settings: settings(random),
    credentials: credentials(random),
    sessions: sessions(random),
    invoices: invoices(random, id),
    team: team(random, owner),
  };
}

export function accountsOf(owner: AccountOwner): AccountSeed[] {
  const count = owner.login === 'mira' || seededRandom(`accounts of ${owner.login}`).chance(0.25) ? 2 : 1;
  return Array.from({ length: count }, (_, index) => account(owner, index + 1));
}
