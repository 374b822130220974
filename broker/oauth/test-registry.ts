import type { PeopleDomain } from '#broker/identity/principal.ts';
import type { ClientRegistration } from './clients/registry-file.ts';
import type { Key } from './test-key.ts';

const scopesOfDoor = {
  support: ['delegation.request', 'delegation.run'],
  admin: ['delegation.approve', 'delegation.revoke', 'audit.read', 'policy.propose', 'policy.activate'],
  customer: ['consent.give', 'consent.revoke', 'history.read'],
};

/** What the registry file says: three doors, two services, a backend. */
export function registrations(
  keys: Record<'support' | 'admin' | 'customer' | 'probe', Key>,
): ClientRegistration[] {
  const signing = (key: Key) => ({ method: 'private_key_jwt' as const, jwks: { keys: [{ ...key.jwk }] } });
  const door = (domain: PeopleDomain): ClientRegistration => ({
    client_id: `console-${domain}`,
    name: `Console, ${domain}`,
    owner: 'platform@example.com',
    kind: 'door',
    domain,
    auth: signing(keys[domain]),
    scopes: scopesOfDoor[domain],
  });
  const service = (
    name: string,
    auth: ClientRegistration['auth'],
    more: Partial<ClientRegistration> = {},
  ) => ({
    client_id: `svc_${name}`,
    name,
    owner: 'platform@example.com',
    kind: 'service' as const,
    auth,
    scopes: ['delegation.request', 'delegation.run'],
    ...more,
  });
  return [
    door('support'),
    door('admin'),
    door('customer'),
    service('probe', signing(keys.probe), { sign_in_domains: ['support', 'admin', 'customer'] }),
    service('probe_tls', { method: 'tls_client_auth', san_uri: 'spiffe://countersign.demo/probe-tls' }),
    service(
      'accounts',
      { method: 'tls_client_auth', san_uri: 'spiffe://countersign.demo/accounts-api' },
      { backend: 'accounts', resource: 'https://localhost:3002', scopes: ['outcomes.write', 'introspect'] },
    ),
  ];
}

/** A handful of people, one of them under two accounts. */
export function directoryOf(provider: string) {
  const person = (
    id: string,
    domain: PeopleDomain,
    sub: string,
    name: string,
    more: { person?: string; groups?: string[] } = {},
  ) => ({
    id,
    domain,
    iss: `${provider}/${domain}`,
    sub,
    name,
    email: `${sub}@example.com`,
    groups: [],
    ...more,
  });
  return {
    people: [
      person('agt_ana', 'support', 'ana', 'Ana', { person: 'E-1', groups: ['support-agents'] }),
      person('adm_tess', 'admin', 'tess', 'Tess', { person: 'E-2', groups: ['team-leads'] }),
      person('adm_pia', 'admin', 'pia', 'Pia', { person: 'E-3', groups: ['policy-owners'] }),
      person('cus_mira', 'customer', 'mira', 'Mira Castellanos'),
      person('cus_tessa', 'customer', 'tessa', 'Tessa', { person: 'E-2' }),
    ],
    accounts: [
      { id: '8f2c', backend: 'accounts', owner: 'cus_mira', consenters: ['cus_mira'], label: 'Studio' },
    ],
    marks: [{ id: 'cus_tessa', marks: ['staff' as const] }],
  };
}
