import { and, eq, isNull } from 'drizzle-orm';
import type { Entry } from '../audit/event.ts';
import { type Write, write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { insertInto, update } from '../db/build.ts';
import { newId, type PeopleId } from '../ids.ts';
import { findPersonOfIssuer } from './find-person.ts';
import { countingGroups } from './lapses.ts';
import { maskEmail } from './mask-email.ts';
import { personIdOf } from './person-id.ts';
import type { PeopleDomain } from './principal.ts';
import { shownName, spelledOut } from './shown-name.ts';
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
  /** Undefined where the issuer does not tell, as issuers of staff often do not. */
  emailVerified?: boolean | undefined;
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

async function seenAgain(
  context: Context,
  known: DirectoryPerson,
  identity: SignInIdentity,
): Promise<ResolvedSignIn> {
  if (known.domain !== identity.domain) throw new SignInRefused('the account belongs to another domain');
  if (known.isBroken)
    throw new SignInRefused('something else than the broker changed the record of the person');
  if (!known.enabled) throw new SignInRefused('the person is disabled');
  if (
    known.domain !== 'customer' &&
    known.person !== undefined &&
    (identity.personKey === undefined || personIdOf(identity.personKey) !== known.person)
  ) {
    throw new SignInRefused('the account is linked to another person');
  }
  const given = [...identity.groups].sort();
  const { id, domain, iss, sub, marks } = known;
  const { personId: held, lapses } = await rowOf(context, id);
  const groups = countingGroups({ groups: given, lapses });
  const person = {
    ...known,
    groups,
    name: named(identity) ?? known.name,
    email: addressOf(known, identity),
  };
  const changed = groups.join('\n') !== [...known.groups].sort().join('\n');
  const email = person.email ?? null;
  const sealed = { id, domain, iss, sub, personId: held, email, groups: given, lapses, marks };
  const seal = context.seals.of('people', sealed);
  const statement = update(people)
    .set({ groups: given, name: person.name, email, seenAt: context.clock.sql, seal })
    // What the seal says of the rest of the row must be what stands there.
    .where(
      and(
        eq(people.id, id),
        eq(people.iss, iss),
        eq(people.sub, sub),
        eq(people.personId, held),
        eq(people.marks, [...marks]),
        lapses === null ? isNull(people.lapses) : eq(people.lapses, lapses),
      ),
    );
  return {
    person,
    writes: [write(statement, { rows: 1, otherwise: new SignInRaced('the account is gone') })],
    entries: [
      ...(changed
        ? [
            {
              type: 'person.groups_changed',
              target: known.id,
              detail: { before: [...known.groups], after: groups },
            },
          ]
        : []),
      ...nameCleaned(identity, person),
      ...addressChanged(known, person),
    ],
  };
}

/**
 * Where a person is mailed. Customers confirm by it what a console must not answer for them: theirs is the directory's, and
 * only who has none there is taken at the word of an issuer that has verified it.
 */
function addressOf(
  known: Pick<DirectoryPerson, 'domain' | 'email'>,
  { email, emailVerified }: SignInIdentity,
): string | undefined {
  if (known.domain === 'customer') return known.email ?? (emailVerified === true ? email : undefined);
  return emailVerified === false ? known.email : (email ?? known.email);
}

/** Where the mail of somebody goes from now on, masked. */
function addressChanged({ id, email: before }: DirectoryPerson, { email: after }: DirectoryPerson): Entry[] {
  if (before === after) return [];
  const detail = { before: maskEmail(before), after: maskEmail(after) };
  return [{ type: 'person.address_changed', target: id, detail }];
}

const named = ({ name }: SignInIdentity): string | undefined =>
  name === undefined ? undefined : shownName(name);

/** What the issuer calls them, where they are shown by another name than that. */
function nameCleaned({ name }: SignInIdentity, { id, name: shown }: { id: string; name: string }): Entry[] {
  if (name === undefined || name === shown) return [];
  return [{ type: 'person.name_cleaned', target: id, detail: { given: spelledOut(name), shown } }];
}

async function rowOf({ reader }: Context, id: string) {
  const [row] = await reader
    .select({ personId: people.personId, lapses: people.lapses })
    .from(people)
    .where(eq(people.id, id));
  if (!row) throw new SignInRaced('the account is gone');
  return row;
}

function takenIn(context: Context, identity: SignInIdentity, key: string): ResolvedSignIn {
  const id: PeopleId = identity.domain === 'admin' ? newId('adm') : newId('agt');
  const personId = personIdOf(key);
  const groups = [...identity.groups].sort();
  const { domain, iss, sub } = identity;
  const email = identity.email ?? null;
  const sealed = { id, domain, iss, sub, personId, email, groups, marks: [] };
  const row = {
    ...sealed,
    name: named(identity) ?? id,
    createdAt: context.clock.sql,
    seenAt: context.clock.sql,
  };
  const human = { id: personId, key };
  return {
    person: { ...row, person: personId, email: identity.email, enabled: true },
    writes: [
      write(
        insertInto(persons)
          .values({ ...human, seal: context.seals.of('persons', human) })
          .onConflictDoNothing(),
        {
          rows: 'any',
          otherwise: new SignInRaced('the person is being taken in'),
        },
      ),
      write(
        insertInto(people)
          .values({ ...row, seal: context.seals.of('people', sealed) })
          .onConflictDoNothing(),
        { rows: 1, otherwise: new SignInRaced('the account is being taken in') },
      ),
    ],
    entries: [
      { type: 'person.taken_in', target: id, detail: { name: row.name, groups } },
      ...nameCleaned(identity, row),
    ],
  };
}
