import { randomBytes } from 'node:crypto';
import { createApp, type Parts } from '#broker/app.ts';
import { insertInto } from '#broker/db/build.ts';
import type { Database } from '#broker/db/client.ts';
import type { Delegation } from '#broker/delegation/delegation.ts';
import { expireDue } from '#broker/delegation/expire-due.ts';
import { readDelegation } from '#broker/delegation/visible.ts';
import { ensurePolicyVersion } from '#broker/governance/ensure-policy-version.ts';
import { newId, type SessionId } from '#broker/ids.ts';
import { clients } from '#broker/oauth/clients/tables.ts';
import { confirmationOf, grantTokenFor } from '#broker/oauth/grant-token.ts';
import { ensureKeys } from '#broker/oauth/keys/ensure-keys.ts';
import { openOAuth } from '#broker/oauth/open-oauth.ts';
import { holdSignIn } from '#broker/oauth/sign-in/hold.ts';
import { refreshTokenHash } from '#broker/oauth/sign-in/refresh-token.ts';
import { refreshTokens } from '#broker/oauth/sign-in/tables.ts';
import { signToken, type TokenKind } from '#broker/oauth/sign-token.ts';
import type { PolicyBundle } from '#broker/policy/bundle.ts';
import { closeSessionsOf } from '#broker/session/closing.ts';
import { lapseSessions } from '#broker/session/lapse-sessions.ts';
import type { Session } from '#broker/session/session.ts';
import { startSession } from '#broker/session/start-session.ts';
import { readSession } from '#broker/session/visible.ts';
import { eventFeed } from '#broker/signals/event-feed.ts';
import { openSignalLog } from '#broker/signals/poll-log.ts';
import { proofOf } from './broker-fixture.ts';
import { RESOURCE } from './demo.ts';
import { openHouse, READ } from './house.ts';
import { unlimited } from './limits.ts';
import { type SignedIn, signingIn } from './signing-in.ts';

export { RESOURCE } from './demo.ts';
export { READ, WRITE } from './house.ts';
export type { SignedIn } from './signing-in.ts';

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const GRANT_TOKEN = 'urn:countersign:token-type:delegation-grant';

export interface Reply {
  status: number;
  body: Record<string, unknown>;
}

export const claimsOf = (token: unknown): Record<string, unknown> =>
  JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString());

export type DelegatedHouse = Awaited<ReturnType<typeof openDelegatedHouse>>;

/** The delegation's house with sign-ins, clients and the broker's endpoints; callers are bound to certificates unless they bring a key. */
export async function openDelegatedHouse(given?: Database, bundle?: PolicyBundle) {
  const house = await openHouse(given, bundle);
  const { context, database } = house;
  const { issuer } = context.config;
  await ensurePolicyVersion(context, bundle ?? unlimited(context.config.domains));
  await ensureKeys(context);
  const oauth = openOAuth(context.config, context.clock);
  const signals = await openSignalLog(database.handle);
  const parts: Parts = {
    services: house.services,
    oauth,
    backlog: { ageMs: async () => 0 },
    feed: eventFeed(database.handle, () => undefined),
    signals,
  };
  const app = createApp(parts);
  const resources: Record<string, string> = { svc_accounts: RESOURCE, svc_files: 'https://files.example' };
  const doors: Record<string, 'support' | 'admin' | 'customer'> = {
    'console-support': 'support',
    'console-admin': 'admin',
    'console-customer': 'customer',
  };
  for (const id of [...Object.keys(doors), 'svc_probe', 'svc_other', ...Object.keys(resources)])
    await database.run(
      insertInto(clients).values({
        id,
        name: id,
        owner: 'test',
        kind: id.startsWith('svc_') ? 'service' : 'door',
        domain: doors[id] ?? null,
        method: 'tls_client_auth',
        keys: [],
        sanUri: `spiffe://countersign.demo/${id}`,
        scopes:
          id in resources
            ? ['signals.read', 'outcomes.write', 'introspect', 'delegation.run']
            : ['delegation.request', 'delegation.run'],
        resource: resources[id] ?? null,
        disabledAt: null,
      }),
    );
  const { signIn, personToken, asService } = signingIn(house, oauth);

  async function send(
    path: string,
    init: RequestInit,
    certificate: { thumbprint: string; sanUris: string[] },
  ): Promise<Reply> {
    const connection = {
      remoteAddress: '127.0.0.1',
      certificate: { ...certificate, subject: '', issuedAt: new Date() },
    };
    const response = await app.request(`${issuer}${path}`, init, { connection });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
  }

  function proof({ key, token }: SignedIn, method: string, path: string, more: Record<string, unknown>) {
    if (key === undefined) return {};
    const iat = Math.floor(context.clock.now().getTime() / 1000);
    return { dpop: proofOf(key, { method, url: `${issuer}${path}`, token }, { iat, ...more }) };
  }

  /** To the token endpoint, or its neighbour, by the client through which somebody is signed in. */
  async function post(
    who: SignedIn,
    form: Record<string, string> | [string, string][],
    path: '/token' | '/revoke' = '/token',
    more: Record<string, string> = {},
  ): Promise<Reply> {
    const body = new URLSearchParams(form);
    if (!body.has('client_id')) body.set('client_id', who.principal.clientId);
    const sanUris = [`spiffe://countersign.demo/${who.principal.clientId}`];
    const nonce = oauth.nonces.current(context.clock.now());
    const headers = { ...proof(who, 'POST', path, { nonce, ath: undefined }), ...more };
    const { thumbprint } = who;
    return send(path, { method: 'POST', headers, body }, { thumbprint, sanUris });
  }

  /** A call of the JSON API. */
  async function call(who: SignedIn, method: string, path: string, body?: unknown): Promise<Reply> {
    const { key, token, thumbprint } = who;
    const headers = {
      authorization: `${key ? 'DPoP' : 'Bearer'} ${token}`,
      'idempotency-key': `"${crypto.randomUUID()}"`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...proof(who, method, path, {}),
    };
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    return send(path, init, { thumbprint, sanUris: [] });
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

  async function starts(who: SignedIn, delegation: Delegation): Promise<Session> {
    const otherwise = new Error('The sign-in is over.');
    return startSession(context, {
      principal: who.principal,
      delegationId: delegation.id,
      grantKey: confirmationOf(who.principal),
      signIn: await holdSignIn(context, who.principal, otherwise),
    });
  }

  /** In a session, with its grant token. */
  async function enters(who: SignedIn, delegation: Delegation) {
    const session = await starts(who, delegation);
    return { session, grant: await grantToken(who, session.delegation, session) };
  }

  /** Asked, approved as policy wants, and consented to. */
  async function granted(login: string, customer: string, actions: string[] = READ, signers: string[] = []) {
    const asked = await house.asks(login, customer, actions);
    for (const signer of signers) await house.reviews(signer, asked);
    return house.answers(customer, asked);
  }

  return {
    ...house,
    oauth,
    parts,
    app,
    signals,
    issuer,
    signIn,
    personToken,
    asService,
    post,
    call,
    exchangeForm,
    grantToken,
    exchange: (who: SignedIn, grant: string, more: Record<string, string> = {}) =>
      post(who, { ...exchangeForm(who, grant), ...more }),
    granted,
    starts,
    enters,
    /** Ana in a session for Mira, with the session's grant token. */
    inSession: async (ana: SignedIn, actions: string[] = READ, signers: string[] = []) => {
      const { session, grant } = await enters(ana, await granted('ana', 'mira', actions, signers));
      return { delegation: session.delegation, session, grant };
    },
    /** Four hours on: what was asked for has expired, and nobody is in a session any more. */
    async allLapse(): Promise<void> {
      house.clock.pass(4 * 3600);
      await expireDue(house.context, closeSessionsOf);
      await lapseSessions(house.context);
    },
    /** What the sign-in is renewed with, and ended. */
    refreshToken: async ({ principal: { signInId = newId('sgn') } }: SignedIn): Promise<string> => {
      const token = randomBytes(32).toString('base64url');
      const row = { hash: refreshTokenHash(token), signInId, generation: 0 };
      await database.run(insertInto(refreshTokens).values(row));
      return token;
    },
    /** A token of the broker's own making that says whatever the test wants it to say. */
    sign: (typ: TokenKind, claims: object) => signToken(context, oauth, typ, claims),
    /** A backend that calls as itself. */
    asBackend: (path: string, body: object, backend = 'svc_accounts') =>
      send(
        path,
        { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
        { thumbprint: backend, sanUris: [`spiffe://countersign.demo/${backend}`] },
      ),
    session: (id: SessionId) => readSession(context, { principal: house.who('admin', 'tess'), sid: id }),
    delegation: (id: string) => readDelegation(context, { principal: house.who('admin', 'tess'), id }),
    introspect: async (token: string, backend = 'svc_accounts'): Promise<Record<string, unknown>> => {
      const body = new URLSearchParams({ token, client_id: backend });
      const certificate = { thumbprint: backend, sanUris: [`spiffe://countersign.demo/${backend}`] };
      return (await send('/introspect', { method: 'POST', body }, certificate)).body;
    },
    /** What was refused at the endpoints, oldest first. */
    refusals: async () => (await house.entries()).filter(({ type }) => String(type).startsWith('refusal.')),
    types: async (delegation: string) => (await house.entries(delegation)).map(({ type }) => String(type)),
  };
}
