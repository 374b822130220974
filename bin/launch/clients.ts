import type { JWK } from 'jose';
import { trustDomain } from './certificates.ts';

export const doors = ['support', 'admin', 'customer'] as const;
export type Door = (typeof doors)[number];

/** The broker's client of each door, its OIDC client at the provider, and its certificate, all of one name. */
export function doorClient(door: Door): `console-${Door}` {
  return `console-${door}`;
}

export const probe = 'svc_probe';
export const probeTls = 'svc_probe_tls';
export const accounts = 'svc_accounts';
/** Who rotates the broker's keys, replays its decisions and hands out enrolment codes: whoever holds the operator's certificate. */
export const operator = 'svc_operator';
export const certificateNames = ['broker', 'accounts-api', ...doors.map(doorClient), 'probe-tls', 'operator'];
export const clientsWithKeys = [...doors.map(doorClient), probe];

const doorScopes: Record<Door, readonly string[]> = {
  support: ['delegation.request', 'delegation.run'],
  admin: [
    'delegation.approve',
    'delegation.revoke',
    'audit.read',
    'policy.propose',
    'policy.activate',
    'people.manage',
    'client.manage',
    'alert.manage',
    'review.sign',
    'review.manage',
  ],
  customer: ['consent.give', 'consent.revoke', 'history.read'],
};

/** Who answers for each client in the demo. */
const owners = {
  console: 'pia@northwind.example.com',
  accounts: 'tess@northwind.example.com',
  demo: 'sam@northwind.example.com',
};

/** What clients.json tells the broker: who may call it, how each proves itself, and what each may ask for. */
export function registeredClients(keys: Readonly<Record<string, JWK>>, accountsUrl: string) {
  const jwks = (clientId: string) => ({ keys: [keys[clientId]] });
  const services = ['delegation.request', 'delegation.run'];
  return {
    clients: [
      ...doors.map((door) => ({
        client_id: doorClient(door),
        name: `Console, ${door} door`,
        owner: owners.console,
        kind: 'door',
        domain: door,
        auth: { method: 'private_key_jwt', jwks: jwks(doorClient(door)) },
        scopes: doorScopes[door],
        relay: true,
      })),
      {
        client_id: accounts,
        name: 'Accounts API',
        owner: owners.accounts,
        kind: 'service',
        auth: { method: 'tls_client_auth', san_uri: `${trustDomain}/accounts-api` },
        scopes: ['outcomes.write', 'signals.read', 'introspect'],
        resource: accountsUrl,
        backend: 'accounts',
      },
      {
        client_id: probe,
        name: 'Probe',
        owner: owners.demo,
        kind: 'service',
        auth: { method: 'private_key_jwt', jwks: jwks(probe) },
        scopes: services,
        sign_in_domains: [...doors],
      },
      {
        client_id: operator,
        name: 'Operator',
        owner: owners.console,
        kind: 'service',
        auth: { method: 'tls_client_auth', san_uri: `${trustDomain}/operator` },
        scopes: ['keys.rotate', 'decisions.read', 'passkeys.enrol'],
      },
      {
        client_id: probeTls,
        name: 'Probe with a certificate',
        owner: owners.demo,
        kind: 'service',
        auth: { method: 'tls_client_auth', san_uri: `${trustDomain}/probe-tls` },
        scopes: services,
      },
    ],
  };
}
