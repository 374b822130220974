import { and, eq, inArray, isNotNull, or } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { type DirectoryPerson, selectPeople } from '../identity/store.ts';
import { people } from '../identity/tables.ts';
import { clients } from '../oauth/clients/tables.ts';
import { scopesOf } from '../oauth/scopes.ts';
import { rolesOf } from '../policy/bundle.ts';
import type { Telling } from './notice.ts';
import { doorOf, oneself } from './recipients.ts';

/** Whoever answers for a client, by id or by address; of several accounts of that address, the admin's. */
async function ownerOf(
  { reader }: Pick<Context, 'reader'>,
  owner: string,
): Promise<DirectoryPerson | undefined> {
  const found = await selectPeople(
    reader,
    and(inArray(people.domain, ['support', 'admin']), or(eq(people.id, owner), eq(people.email, owner))),
  );
  const able = found.filter(({ enabled }) => enabled);
  return able.find(({ domain }) => domain === 'admin') ?? able[0];
}

const clientShutOut: Telling = async (context, { target, actor }) => {
  // Without an actor the registry file left it out, and whoever keeps the file knows.
  if (target === undefined || actor === undefined) return [];
  const [row] = await context.reader
    .select({ owner: clients.owner })
    .from(clients)
    .where(and(eq(clients.id, target), isNotNull(clients.disabledAt)));
  const owner = row && (await ownerOf(context, row.owner));
  if (owner === undefined) return [];
  const roles = rolesOf(context.policy.bundle, owner.domain, owner.groups);
  const seesIt = scopesOf(owner.domain, roles).includes('client.manage');
  return [
    {
      to: [owner],
      title: 'A client that you answer for was shut out',
      text: 'Its sessions have ended, and it gets no tokens any more. If it is needed still, ask whoever looks after clients: one of them proposes to let it in again, a second one accepts.',
      path: seesIt ? `/admin/clients/${target}` : doorOf(owner),
    },
  ];
};

const groupLapsed: Telling = async (context, { target }) => {
  const to = (await oneself(context, target)).filter(({ lapsedGroups = [] }) => lapsedGroups.length > 0);
  return to.map((member) => ({
    to: [member],
    title: 'A group of yours counts no more',
    text: 'A review took it away, or nobody confirmed it in time; what it let you do you cannot do now. If you need it still, ask whoever manages people to reinstate it, and say what for.',
    path: doorOf(member),
  }));
};

const groupReinstated: Telling = async (context, { target }) =>
  (await oneself(context, target)).map((member) => ({
    to: [member],
    title: 'A group of yours counts again',
    text: 'What it let you do you can do again.',
    path: doorOf(member),
  }));

const offerEnded: Telling = async (context, { subject, actor }) => [
  {
    // Nobody is told of what they took back themselves.
    to: subject === actor ? [] : await oneself(context, subject),
    title: 'An offer of yours was ended',
    text: 'A review found that it should not stand, or nobody confirmed it. Nobody can take it up any more; if you want it still, make a new one.',
    path: '/account/offers',
  },
];

/** What a review, or whoever looks after it, took from somebody, and how it comes back. */
export const takenAway: Readonly<Record<string, Telling>> = {
  'client.disabled': clientShutOut,
  'person.membership_lapsed': groupLapsed,
  'person.membership_reinstated': groupReinstated,
  'offer.withdrawn': offerEnded,
};
