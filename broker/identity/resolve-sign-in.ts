import { eq } from 'drizzle-orm';
import type { Entry } from '../audit/event.ts';
import { type Write, write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { insertInto, update } from '../db/build.ts';
import { newId, type PeopleId } from '../ids.ts';
import { findPersonOfIssuer } from './find-person.ts';
import { personIdOf } from './person-id.ts';
import type { PeopleDomain } from './principal.ts';
import type { DirectoryPerson } from './store.ts';
import { people, persons } from './tables.ts';

/** What an identity domain's ID token says of the person. */
export interface SignInIdentity {
  domain: PeopleDomain;
  iss: string;
  sub: string;
  personKey: string | undefined;
  name: string | undefined;
  email: string | undefined;
  groups: readonly string[];
}

export interface ResolvedSignIn {
  person: DirectoryPerson;
  writes: Write[];
  entries: Entry[];
}

/** The sign-in is refused; why is for the log. */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused';
}

/** Another first sign-in of the same account was quicker: resolving again finds it. */
export class SignInRaced extends Error {
  override readonly name = 'SignInRaced';
}

/** Staff are taken in at their first sign-in when their issuer names the person; customers must be known already. */
export async function resolveSignIn(context: Context, identity: SignInIdentity): Promise<ResolvedSignIn> {
  const known = await findPersonOfIssuer(context.reader, identity.iss, identity.sub);
  if (known) return seenAgain(context, known, identity);
  if (identity.domain === 'customer') throw new SignInRefused('the customer is not in the directory');
  if (identity.personKey === undefined) throw new SignInRefused('the issuer names no person');
  return takenIn(context, identity, identity.personKey);
}

function seenAgain(context: Context, known: DirectoryPerson, identity: SignInIdentity): ResolvedSignIn {
  if (known.domain !== identity.domain) throw new SignInRefused('the account belongs to another domain');
  if (!known.enabled) throw new SignInRefused('the person is disabled');
  if (
    known.domain !== 'customer' &&
    known.person !== undefined &&
    (identity.personKey === undefined || personIdOf(identity.personKey) !== known.person)
  ) {
    throw new SignInRefused('the account is linked to another person');
  }
  const groups = [...identity.groups].sort();
  const person = {
    ...known,
    groups,
    name: identity.name ?? known.name,
    email: identity.email ?? known.email,
  };
  const changed = groups.join('\n') !== [...known.groups].sort().join('\n');
  const statement = update(people)
    .set({ groups, name: person.name, email: person.email ?? null, seenAt: context.clock.sql })
    .where(eq(people.id, known.id));
  return {
    person,
    writes: [write(statement, { rows: 1, otherwise: new SignInRaced('the account is gone') })],
    entries: changed
      ? [
          {
            type: 'person.groups_changed',
            target: known.id,
            detail: { before: [...known.groups], after: groups },
          },
        ]
      : [],
  };
}

function takenIn(context: Context, identity: SignInIdentity, key: string): ResolvedSignIn {
  const id: PeopleId = identity.domain === 'admin' ? newId('adm') : newId('agt');
  const personId = personIdOf(key);
  const groups = [...identity.groups].sort();
  const row = {
    id,
    domain: identity.domain,
    iss: identity.iss,
    sub: identity.sub,
    personId,
    name: identity.name ?? id,
    email: identity.email ?? null,
    groups,
    marks: [],
    createdAt: context.clock.sql,
    seenAt: context.clock.sql,
  };
  return {
    person: { ...row, person: personId, email: identity.email, enabled: true },
    writes: [
      write(insertInto(persons).values({ id: personId, key }).onConflictDoNothing(), {
        rows: 'any',
        otherwise: new SignInRaced('the person is being taken in'),
      }),
      write(insertInto(people).values(row).onConflictDoNothing(), {
        rows: 1,
        otherwise: new SignInRaced('the account is being taken in'),
      }),
    ],
    entries: [{ type: 'person.taken_in', target: id, detail: { name: row.name, groups } }],
  };
}
