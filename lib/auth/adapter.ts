import 'server-only';
import { DrizzleAdapter } from '@auth/drizzle-adapter';
import type { Tokens } from '@countersign/client';
import type { Adapter, AdapterAccount } from 'next-auth/adapters';
import type { Identified } from '#lib/broker/profile.ts';
import { database } from '#lib/database/client.ts';
import type { Door } from '#lib/doors.ts';
import { endSignIn } from './end-sign-in.ts';
import { hashHandle } from './handle.ts';
import { insertSignIn } from './sign-ins.ts';
import { tablesOf } from './tables.ts';

/** What one request of the sign-in flow hands from the exchange to the session that is made next. */
export interface Flow {
  /** True on the way back from the identity provider: whatever session the browser still had ends here. */
  readonly isCallback: boolean;
  exchanged: (Identified & { readonly tokens: Tokens }) | undefined;
}

/** The Drizzle adapter over one door's tables, less everything that would link people or keep their tokens. */
export function doorAdapter(door: Door, flow: Flow): Adapter {
  const { users, accounts, sessions } = tablesOf[door];
  const base = DrizzleAdapter(database(), {
    usersTable: users,
    accountsTable: accounts,
    sessionsTable: sessions,
  }) as Required<Adapter>;
  return {
    createUser: base.createUser,
    getUser: base.getUser,
    updateUser: base.updateUser,
    getUserByAccount: base.getUserByAccount,
    /** An e-mail address identifies nobody. */
    getUserByEmail: async () => null,
    linkAccount: async ({ userId, type, provider, providerAccountId }: AdapterAccount) => {
      await base.linkAccount({ userId, type, provider, providerAccountId });
    },
    createSession: async (session) => {
      const { exchanged } = flow;
      if (exchanged === undefined) throw new Error('There is no session without an exchange at the broker.');
      const { sessionToken: handle, userId, expires: expiresAt } = session;
      await database().transaction((transaction) =>
        insertSignIn(transaction, door, { handle, userId, expiresAt }, exchanged),
      );
      return session;
    },
    getSessionAndUser: async (handle) => {
      if (flow.isCallback) {
        // A second account that comes back onto a live session would be linked to the first one's user.
        await endSignIn(door, handle);
        return null;
      }
      const known = await base.getSessionAndUser(hashHandle(handle));
      return known === null ? null : { ...known, session: { ...known.session, sessionToken: handle } };
    },
    /** A session ends when it was said to end. */
    updateSession: async () => null,
    deleteSession: (handle) => endSignIn(door, handle),
  };
}
