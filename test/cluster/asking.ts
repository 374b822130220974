import { idempotencyKey } from '@countersign/client';
import type { Person } from './people.ts';

export const accountOf = (customer: Person): string => customer.person.accounts[0] ?? '';

export const READ = ['accounts:settings.read', 'accounts:profile.read'];
export const WRITE = ['accounts:settings.read', 'accounts:settings.update'];

const consentShown = (customer: Person, id: string) =>
  customer.api.POST('/v1/statements', { body: { kind: 'consent', target: id, decision: 'give' } });

type Shown = Awaited<ReturnType<typeof consentShown>>;

const giveConsent = (customer: Person, id: string, { statement, nonce }: NonNullable<Shown['data']>) =>
  customer.api.POST('/v1/delegations/{id}/consent', {
    params: { path: { id } },
    body: { decision: 'give', signed: { statement, nonce, method: 'session' } },
  });

/** The calls of one delegation's life; each answers as the broker did. */
export const asking = {
  /** To act for this customer at this backend. */
  file: (
    agent: Person,
    customer: Person,
    resource: string,
    { actions = READ, key = idempotencyKey() } = {},
  ) =>
    agent.api.POST('/v1/delegations', {
      params: { header: { 'idempotency-key': key } },
      body: {
        subject: customer.id,
        justification: 'The customer asks what a setting does.',
        authorization_details: [
          {
            type: 'delegation_session',
            locations: [resource],
            identifier: accountOf(customer),
            actions,
            purpose: { code: 'check-setting', ref: 'TCK-7001' },
            max_duration: 600,
          },
        ],
      },
    }),

  approve: async (approver: Person, id: string) => {
    const shown = await approver.api.POST('/v1/statements', {
      body: { kind: 'approval', target: id, decision: 'approve' },
    });
    if (shown.data === undefined) return shown;
    const { statement, nonce } = shown.data;
    return approver.api.POST('/v1/delegations/{id}/approvals', {
      params: { path: { id } },
      body: { decision: 'approve', signed: { statement, nonce, method: 'session' } },
    });
  },

  consentShown,
  giveConsent,

  consent: async (customer: Person, id: string) => {
    const shown = await consentShown(customer, id);
    return shown.data === undefined ? shown : giveConsent(customer, id, shown.data);
  },

  start: (agent: Person, id: string, key = idempotencyKey()) =>
    agent.api.POST('/v1/delegations/{id}/sessions', {
      params: { path: { id }, header: { 'idempotency-key': key } },
    }),

  live: (agent: Person) => agent.api.GET('/v1/sessions', { params: { query: { status: 'live' } } }),

  look: (agent: Person, sid: string) => agent.api.GET('/v1/sessions/{sid}', { params: { path: { sid } } }),

  end: (agent: Person, sid: string) => agent.api.DELETE('/v1/sessions/{sid}', { params: { path: { sid } } }),

  revoke: (customer: Person, id: string) =>
    customer.api.POST('/v1/delegations/{id}/revoke', {
      params: { path: { id } },
      body: { reason: 'That is enough.' },
    }),
};
