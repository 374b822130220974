import { randomBytes } from 'node:crypto';
import { insertInto } from '#broker/db/build.ts';
import type { Database } from '#broker/db/client.ts';
import type { Principal } from '#broker/identity/principal.ts';
import { accountConsenters, accounts, people, persons } from '#broker/identity/tables.ts';
import { newId, type PeopleId, type PersonId } from '#broker/ids.ts';
import { scopesOf } from '#broker/oauth/scopes.ts';
import { refreshTokenHash } from '#broker/oauth/sign-in/refresh-token.ts';
import { refreshTokens, signIns } from '#broker/oauth/sign-in/tables.ts';
import { type PolicyBundle, rolesOf } from '#broker/policy/bundle.ts';
import type { Role } from './model.ts';

/** Somebody of this sequence alone, signed in at their door. */
export interface Member {
  readonly role: Role;
  readonly principal: Principal;
  readonly thumbprint: string;
  readonly endsAt: Date;
  readonly account: string;
  refreshToken: string;
}

const PLACES: Record<Role, { domain: 'support' | 'admin' | 'customer'; prefix: string; groups: string[] }> = {
  agent: { domain: 'support', prefix: 'agt', groups: ['support-agents'] },
  lead: { domain: 'admin', prefix: 'adm', groups: ['team-leads'] },
  security: { domain: 'admin', prefix: 'adm', groups: ['security'] },
  customer: { domain: 'customer', prefix: 'cus', groups: [] },
};

const SIGN_IN_SECONDS = 8 * 3600;

/** Where the members are written down, and which roles their groups have there. */
interface Stage {
  readonly database: Database;
  readonly bundle: PolicyBundle;
  readonly now: Date;
}

function newMember(role: Role, { bundle, now }: Stage): Member {
  const endsAt = new Date(now.getTime() + SIGN_IN_SECONDS * 1000);
  const { domain, prefix, groups } = PLACES[role];
  const id = newId(prefix as 'agt') as PeopleId;
  const thumbprint = randomBytes(32).toString('base64url');
  const granted = rolesOf(bundle, domain, groups);
  return {
    role,
    thumbprint,
    endsAt,
    account: role === 'customer' ? `account/${id.replace('_', '-')}` : '',
    refreshToken: randomBytes(32).toString('base64url'),
    principal: {
      domain,
      id,
      person: `prs_${id.slice(4)}` as PersonId,
      name: id,
      roles: granted,
      groups,
      scopes: scopesOf(domain, granted),
      clientId: `console-${domain}`,
      signInId: newId('sgn'),
      jkt: undefined,
      x5t: thumbprint,
      authTime: undefined,
      acr: undefined,
      amr: [],
      expiresAt: endsAt,
    },
  };
}

/** Nobody of them has been here before. */
export async function castOn(stage: Stage, roles: readonly Role[]): Promise<Member[]> {
  const { database, now } = stage;
  const members = roles.map((role) => newMember(role, stage));
  const own = members.filter(({ role }) => role === 'customer');
  await database.run(
    insertInto(persons).values(
      members.map(({ principal: { person = '', id } }) => ({ id: person, key: id })),
    ),
  );
  await database.run(
    insertInto(people).values(
      members.map(({ principal: { id, domain, person, groups } }) => ({
        id,
        domain: domain as 'support',
        iss: `https://issuer.example/${domain}`,
        sub: id,
        personId: person ?? '',
        name: id,
        email: `${id}@example.org`,
        groups: [...groups],
        createdAt: now,
      })),
    ),
  );
  const accountRows = own.map(({ account, principal }) => ({
    backend: 'accounts',
    id: account.replace('account/', ''),
    ownerId: principal.id,
  }));
  await database.run(insertInto(accounts).values(accountRows.map((row) => ({ ...row, label: row.id }))));
  await database.run(
    insertInto(accountConsenters).values(
      accountRows.map(({ backend, id, ownerId }) => ({ backend, accountId: id, customerId: ownerId })),
    ),
  );
  await database.run(
    insertInto(signIns).values(
      members.map(({ principal, thumbprint, endsAt }) => ({
        id: principal.signInId ?? '',
        clientId: principal.clientId,
        peopleId: principal.id,
        confirmation: { 'x5t#S256': thumbprint },
        roles: [...principal.roles],
        scopes: [...principal.scopes],
        amr: [],
        authTime: now,
        // Approvers sign in anew each hour; here nobody has to.
        idTokenIssuedAt: endsAt,
        generation: 0,
        rotatedAt: now,
        lastUsedAt: now,
        startedAt: now,
        endsAt,
      })),
    ),
  );
  await database.run(
    insertInto(refreshTokens).values(
      members.map(({ principal, refreshToken }) => ({
        hash: refreshTokenHash(refreshToken),
        signInId: principal.signInId ?? '',
        generation: 0,
      })),
    ),
  );
  return members;
}
