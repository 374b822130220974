import { createHash, randomBytes } from 'node:crypto';
import { insertInto } from '#broker/db/build.ts';
import type { Delegation } from '#broker/delegation/delegation.ts';
import { readDelegation } from '#broker/delegation/visible.ts';
import { ensurePolicyVersion } from '#broker/governance/ensure-policy-version.ts';
import type { Principal } from '#broker/identity/principal.ts';
import { newId, type SessionId } from '#broker/ids.ts';
import { serviceClaims, signInClaims } from '#broker/oauth/claims.ts';
import { clients } from '#broker/oauth/clients/tables.ts';
import { grantTokenFor } from '#broker/oauth/grant-token.ts';
import { introspectionEndpoint } from '#broker/oauth/introspection-endpoint.ts';
import { ensureSigningKeys } from '#broker/oauth/keys/rotate-keys.ts';
import { openOAuth } from '#broker/oauth/open-oauth.ts';
import { holdSignIn } from '#broker/oauth/sign-in/hold.ts';
import { signIns } from '#broker/oauth/sign-in/tables.ts';
import { signToken } from '#broker/oauth/sign-token.ts';
import { tokenEndpoint } from '#broker/oauth/token-endpoint.ts';
import { loadBundle } from '#broker/policy/bundle.ts';
import type { Session } from '#broker/session/session.ts';
import { startSession } from '#broker/session/start-session.ts';
import { readSession } from '#broker/session/visible.ts';
import { RESOURCE } from './demo.ts';
import { openHouse, READ } from './house.ts';

export { RESOURCE } from './demo.ts';
export { READ, WRITE } from './house.ts';

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const GRANT_TOKEN = 'urn:countersign:token-type:delegation-grant';

export interface Reply {
  status: number;
  body: Record<string, unknown>;
}

/** Somebody who is signed in, with the token that says so and the certificate it is bound to. */
export interface SignedIn {
  principal: Principal;
  token: string;
  thumbprint: string;
}

export const claimsOf = (token: unknown): Record<string, unknown> =>
  JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString());

export type DelegatedHouse = Awaited<ReturnType<typeof openDelegatedHouse>>;

/** The delegation's house with sign-ins, clients and a token endpoint, all callers bound to certificates. */
export async function openDelegatedHouse() {
  const house = await openHouse();
  const { context, database } = house;
  const { issuer } = context.config;
  await ensurePolicyVersion(context, loadBundle('policies', context.config.domains));
  await ensureSigningKeys(context);
  const oauth = openOAuth(context.config, context.clock);
  for (const id of [
    'console-support',
    'console-customer',
    'svc_probe',
    'svc_other',
    'svc_accounts',
    'svc_files',
  ])
    await database.run(
      insertInto(clients).values({
        id,
        name: id,
        owner: 'test',
        kind: id.startsWith('svc_') ? 'service' : 'door',
        domain: id === 'console-support' ? 'support' : id === 'console-customer' ? 'customer' : null,
        method: 'tls_client_auth',
        keys: [],
        sanUri: `spiffe://countersign.demo/${id}`,
        scopes: ['delegation.request', 'delegation.run'],
        resource: id === 'svc_accounts' ? RESOURCE : id === 'svc_files' ? 'https://files.example' : null,
        disabledAt: null,
      }),
    );
  const newThumbprint = () => createHash('sha256').update(randomBytes(8)).digest('base64url');

  async function signIn(
    domain: 'support' | 'admin' | 'customer',
    login: string,
    {
      clientId = `console-${domain}`,
      endsInSeconds = 8 * 3600,
      thumbprint = newThumbprint(),
      scopes = ['delegation.request', 'delegation.run'],
    } = {},
  ): Promise<SignedIn> {
    const who = house.who(domain, login);
    const now = context.clock.now();
    const signInId = newId('sgn');
    const confirmation = { 'x5t#S256': thumbprint };
    const endsAt = new Date(now.getTime() + endsInSeconds * 1000);
    await database.run(
      insertInto(signIns).values({
        id: signInId,
        clientId,
        peopleId: who.id,
        confirmation,
        roles: [...who.roles],
        scopes,
        amr: [],
        idTokenIssuedAt: now,
        generation: 0,
        rotatedAt: now,
        lastUsedAt: now,
        startedAt: now,
        endsAt,
      }),
    );
    const principal = { ...who, clientId, signInId, jkt: undefined, x5t: thumbprint, scopes };
    return { principal, thumbprint, token: await personToken(principal, endsAt) };
  }

  /** As a refresh would give it. */
  function personToken(principal: Principal, endsAt?: Date): Promise<string> {
    if (principal.domain === 'service' || principal.signInId === undefined || principal.x5t === undefined)
      throw new Error('Only people sign in.');
    return signToken(
      context,
      oauth,
      'at+jwt',
      signInClaims(
        {
          issuer,
          subject: principal.id,
          clientId: principal.clientId,
          confirmation: { 'x5t#S256': principal.x5t },
          scopes: principal.scopes,
          now: context.clock.now(),
          notAfter: endsAt ? [endsAt] : [],
        },
        {
          domain: principal.domain,
          subId: { iss: 'https://issuer.example', sub: principal.name },
          person: principal.person,
          roles: principal.roles,
          signInId: principal.signInId,
          authTime: undefined,
          acr: undefined,
          amr: [],
        },
      ),
    );
  }

  async function asService(clientId: 'svc_probe' | 'svc_other' = 'svc_probe'): Promise<SignedIn> {
    const thumbprint = newThumbprint();
    const scopes = ['delegation.request', 'delegation.run'];
    const claims = serviceClaims({
      issuer,
      clientId,
      confirmation: { 'x5t#S256': thumbprint },
      scopes,
      now: context.clock.now(),
      notAfter: [],
    });
    const principal: Principal = {
      ...house.who('support', 'ana'),
      domain: 'service',
      id: clientId,
      person: undefined,
      roles: [],
      groups: [],
      scopes,
      clientId,
      signInId: undefined,
      jkt: undefined,
      x5t: thumbprint,
    };
    return { principal, thumbprint, token: await signToken(context, oauth, 'at+jwt', claims) };
  }

  async function post(who: SignedIn, form: Record<string, string> | [string, string][]): Promise<Reply> {
    const { clientId } = who.principal;
    const body = new URLSearchParams(form);
    if (!body.has('client_id')) body.set('client_id', clientId);
    const request = new Request(`${issuer}/token`, { method: 'POST', body });
    const certificate = {
      thumbprint: who.thumbprint,
      subject: '',
      sanUris: [`spiffe://countersign.demo/${body.get('client_id')}`],
    };
    const response = await tokenEndpoint(context, oauth, request, { remoteAddress: '', certificate });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  const exchangeForm = (who: SignedIn, grant: string) => ({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: grant,
    subject_token_type: GRANT_TOKEN,
    actor_token: who.token,
    actor_token_type: ACCESS_TOKEN,
    resource: RESOURCE,
  });

  async function grantToken(who: SignedIn, delegation: Delegation, session?: Session): Promise<string> {
    const of = { principal: who.principal, delegation, ...(session ? { session } : {}) };
    return (await grantTokenFor(context, oauth, of)) ?? '';
  }

  return {
    ...house,
    oauth,
    clockSource: context.clock,
    issuer,
    signIn,
    personToken,
    asService,
    post,
    exchangeForm,
    grantToken,
    exchange: (who: SignedIn, grant: string, more: Record<string, string> = {}) =>
      post(who, { ...exchangeForm(who, grant), ...more }),
    /** Asked, approved as policy wants, and consented to. */
    granted: async (login: string, customer: string, actions: string[] = READ, signers: string[] = []) => {
      const asked = await house.asks(login, customer, actions);
      for (const signer of signers) await house.reviews(signer, asked);
      return house.answers(customer, asked);
    },
    starts: async (who: SignedIn, delegation: Delegation): Promise<Session> => {
      const otherwise = new Error('The sign-in is over.');
      return startSession(context, {
        principal: who.principal,
        delegationId: delegation.id,
        grantKey: { 'x5t#S256': who.thumbprint },
        signIn: await holdSignIn(context, who.principal, otherwise),
      });
    },
    session: (id: SessionId) => readSession(context, { principal: house.who('admin', 'tess'), sid: id }),
    delegation: (id: string) => readDelegation(context, { principal: house.who('admin', 'tess'), id }),
    introspect: async (token: string, backend = 'svc_accounts'): Promise<Record<string, unknown>> => {
      const body = new URLSearchParams({ token, client_id: backend });
      const certificate = {
        thumbprint: backend,
        subject: '',
        sanUris: [`spiffe://countersign.demo/${backend}`],
      };
      const request = new Request(`${issuer}/introspect`, { method: 'POST', body });
      const response = await introspectionEndpoint(context, oauth, request, {
        remoteAddress: '',
        certificate,
      });
      return (await response.json()) as Record<string, unknown>;
    },
    types: async (delegation: string) => (await house.entries(delegation)).map(({ type }) => String(type)),
  };
}
