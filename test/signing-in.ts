import { createHash, randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { insertInto, update } from '#broker/db/build.ts';
import type { Principal } from '#broker/identity/principal.ts';
import { people } from '#broker/identity/tables.ts';
import { newId } from '#broker/ids.ts';
import { serviceClaims, signInClaims } from '#broker/oauth/claims.ts';
import { confirmationOf } from '#broker/oauth/grant-token.ts';
import type { OAuth } from '#broker/oauth/open-oauth.ts';
import { signIns } from '#broker/oauth/sign-in/tables.ts';
import { signToken } from '#broker/oauth/sign-token.ts';
import { rolesOf } from '#broker/policy/bundle.ts';
import type { CallerKey } from './broker-fixture.ts';
import type { House } from './house.ts';

/** Somebody who is signed in, with the token that says so and what it is bound to: the key, if there is one, else the certificate. */
export interface SignedIn {
  principal: Principal;
  token: string;
  thumbprint: string;
  key?: CallerKey | undefined;
}

/** The ways in: people by a door, services by their certificate, each with a token as the broker would give it. */
export function signingIn(house: House, oauth: OAuth) {
  const { context, database } = house;
  const { issuer } = context.config;
  const newThumbprint = () => createHash('sha256').update(randomBytes(8)).digest('base64url');

  const withGroups = (who: Principal, groups: string[] | undefined): Principal =>
    groups ? { ...who, groups, roles: rolesOf(context.policy.bundle, who.domain, groups) } : who;

  async function signIn(
    domain: 'support' | 'admin' | 'customer',
    login: string,
    {
      clientId = `console-${domain}`,
      endsInSeconds = 8 * 3600,
      thumbprint = newThumbprint(),
      scopes = ['delegation.request', 'delegation.run'],
      key,
      groups,
    }: {
      clientId?: string;
      endsInSeconds?: number;
      thumbprint?: string;
      scopes?: string[];
      key?: CallerKey;
      /** Instead of those of the demo. */
      groups?: string[];
    } = {},
  ): Promise<SignedIn> {
    const who = withGroups(house.who(domain, login), groups);
    if (groups) await database.run(update(people).set({ groups }).where(eq(people.id, who.id)));
    const now = context.clock.now();
    const signInId = newId('sgn');
    const boundTo = { jkt: key?.thumbprint, x5t: key ? undefined : thumbprint };
    const principal = { ...who, ...boundTo, clientId, signInId, scopes };
    const endsAt = new Date(now.getTime() + endsInSeconds * 1000);
    await database.run(
      insertInto(signIns).values({
        id: signInId,
        clientId,
        peopleId: who.id,
        confirmation: confirmationOf(principal),
        roles: [...who.roles],
        scopes,
        amr: [],
        authTime: now,
        idTokenIssuedAt: now,
        generation: 0,
        rotatedAt: now,
        lastUsedAt: now,
        startedAt: now,
        endsAt,
      }),
    );
    return { principal, thumbprint, key, token: await personToken(principal, endsAt) };
  }

  /** As a refresh would give it. */
  function personToken(principal: Principal, endsAt?: Date): Promise<string> {
    if (principal.domain === 'service' || principal.signInId === undefined)
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
          confirmation: confirmationOf(principal),
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

  async function asService(
    clientId: `svc_${string}` = 'svc_probe',
    thumbprint = newThumbprint(),
    scopes = ['delegation.request', 'delegation.run'],
  ): Promise<SignedIn> {
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

  return { signIn, personToken, asService };
}
