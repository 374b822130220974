import { eq } from 'drizzle-orm';
import { insertInto, update } from '#broker/db/build.ts';
import type { DelegationSession } from '#broker/delegation/details.ts';
import { newId } from '#broker/ids.ts';
import { importClients } from '#broker/oauth/clients/import-clients.ts';
import { parseClients } from '#broker/oauth/clients/registry-file.ts';
import { endSession } from '#broker/session/end-session.ts';
import { raiseSession } from '#broker/session/raise-session.ts';
import type { Budget, Session } from '#broker/session/session.ts';
import { startSession } from '#broker/session/start-session.ts';
import { delegatedTokens, sessions } from '#broker/session/tables.ts';
import { RESOURCE } from '#test/demo.ts';
import { type House, openHouse, WRITE } from '#test/house.ts';
import type { Backend, Deed } from './deed.ts';

export const ACCOUNTS: Backend = { clientId: 'svc_accounts', resource: RESOURCE };
export const OTHER: Backend = { clientId: 'svc_other', resource: 'https://localhost:3999' };
export const sanUriOf = ({ clientId }: Backend): string => `spiffe://countersign.demo/${clientId}`;

function registration({ clientId, resource }: Backend) {
  return {
    client_id: clientId,
    name: clientId,
    owner: 'tests@countersign.demo',
    kind: 'service',
    auth: { method: 'tls_client_auth', san_uri: sanUriOf({ clientId, resource }) },
    scopes: ['signals.read', 'outcomes.write'],
    resource,
    backend: clientId.replace('svc_', ''),
  };
}

/** A house with two backends, whose agent Ana goes in for Mira and gets tokens. */
export interface DeedHouse extends House {
  /** Ana's session with a delegation of its own; what she was in before is over. */
  goesIn(level: 'read' | 'write', budget?: Budget): Promise<Session>;
  token(session: Session, more?: Partial<typeof delegatedTokens.$inferInsert>): Promise<string>;
  /** What that token allows to change. */
  change(jti: string, more?: Partial<Deed>): Deed;
}

export async function openDeedHouse(): Promise<DeedHouse> {
  const house = await openHouse();
  const { context, database } = house;
  const clients = [ACCOUNTS, OTHER].map(registration);
  await importClients(context, parseClients({ clients }, 'demo'));
  const principal = house.who('support', 'ana');
  const account = house.accountOf('mira');
  let last: Session | undefined;

  return {
    ...house,
    async goesIn(level, budget) {
      if (last) await endSession(context, { principal, sid: last.id }).catch(() => undefined);
      const asked = await house.asks('ana', 'mira', WRITE);
      await house.reviews('tess', asked);
      await house.answers('mira', asked);
      const grantKey = { jkt: 'key' };
      let session = await startSession(context, { principal, delegationId: asked.id, grantKey });
      last = session;
      if (level === 'write')
        session = await raiseSession(context, { principal, sid: session.id, reason: 'Mira asked for it.' });
      if (budget) await database.run(update(sessions).set({ budget }).where(eq(sessions.id, session.id)));
      return session;
    },
    async token(session, more = {}) {
      const jti = newId('tok');
      const details: DelegationSession[] = session.delegation.effective;
      await database.run(
        insertInto(delegatedTokens).values({
          jti,
          sessionId: session.id,
          delegationId: session.delegation.id,
          resource: RESOURCE,
          actions: WRITE,
          details,
          level: session.level,
          issuedAt: house.clock.at,
          expiresAt: new Date(house.clock.at.getTime() + 300_000),
          ...more,
        }),
      );
      return jti;
    },
    change: (jti, more = {}) => ({
      jti,
      action: 'accounts:settings.update',
      identifier: `${account}/settings`,
      ...more,
    }),
  };
}
