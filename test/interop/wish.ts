import type { RunningSystem } from './running-system.ts';

export const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
export const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token';
export const GRANT_TOKEN = 'urn:countersign:token-type:delegation-grant';
export const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';

/** Headers of a creating call. */
export const creating = () =>
  new Headers({ 'content-type': 'application/json', 'idempotency-key': `"${crypto.randomUUID()}"` });

/** A read in this customer's account, so that the customer's consent suffices. */
export function wishFor(system: RunningSystem, login: string): string {
  const { id, accounts } = system.person('customer', login);
  return JSON.stringify({
    subject: id,
    justification: 'The customer asks what a setting does.',
    authorization_details: [
      {
        type: 'delegation_session',
        actions: ['accounts:profile.read', 'accounts:settings.read'],
        locations: [system.demo.accountsApi],
        identifier: accounts[0],
        purpose: { code: 'check-setting', ref: 'TCK-8001' },
        max_duration: 600,
      },
    ],
  });
}

export const profileOf = (system: RunningSystem, login: string): URL =>
  new URL(
    `${system.demo.accountsApi}/accounts/${system.person('customer', login).accounts[0]?.split('/')[1]}/profile`,
  );

type Call = (path: string, body?: string) => Promise<Response>;

/** By the JSON API, through whatever library `asCustomer` calls it. */
export async function consent(asCustomer: Call, delegation: string): Promise<void> {
  const shown = await asCustomer(
    '/v1/statements',
    JSON.stringify({ kind: 'consent', target: delegation, decision: 'give' }),
  );
  const { statement, nonce } = (await shown.json()) as { statement: unknown; nonce: string };
  const given = await asCustomer(
    `/v1/delegations/${delegation}/consent`,
    JSON.stringify({ decision: 'give', signed: { statement, nonce, method: 'session' } }),
  );
  if (!given.ok) throw new Error(`The consent was refused: ${given.status} ${await given.text()}`);
}
