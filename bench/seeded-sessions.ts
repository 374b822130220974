import { eq } from 'drizzle-orm';
import { hashOf } from '#broker/audit/event.ts';
import { insertInto, update } from '#broker/db/build.ts';
import type { Database } from '#broker/db/client.ts';
import { consents, delegations } from '#broker/delegation/tables.ts';
import { findActivation } from '#broker/governance/active-policy.ts';
import { newId } from '#broker/ids.ts';
import { sessions } from '#broker/session/tables.ts';
import type { OwnBroker } from './own-broker.ts';

const READ = ['accounts:profile.read', 'accounts:settings.read'];
const ROWS = 500;
/** What the database gives a new delegation, and its seal covers. */
const born = { revision: 1, changes: 0 };

/** As many live sessions as there are pairs, as the API would have left them: a thousand agents would take minutes. */
export async function seedSessions(database: Database, broker: OwnBroker): Promise<void> {
  const policyVersion = (await findActivation(database.handle))?.version ?? '';
  const now = new Date();
  const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  await database.run(
    update(sessions)
      .set({ status: 'ended', endedAt: now, endedKind: 'agent' })
      .where(eq(sessions.status, 'live')),
  );
  await database.run(
    update(delegations)
      .set({ status: 'completed', endedAt: now, endedKind: 'agent' })
      .where(eq(delegations.status, 'granted')),
  );
  const rows = broker.pairs.map(({ agent, customer }) => {
    const id = newId('dlg');
    const details = {
      type: 'delegation_session' as const,
      actions: READ,
      locations: [broker.settings.accountsApi],
      identifier: customer.accounts[0] ?? '',
      purpose: { code: 'check-setting', ref: `TCK-${agent.login}` },
      max_duration: 3600,
    };
    const common = { clientId: 'console-support', actorId: agent.id, subjectId: customer.id, policyVersion };
    const grant = {
      ...common,
      id,
      status: 'granted' as const,
      actorPerson: `prs_${agent.login}`,
      actorRoles: ['agent'],
      requested: [details],
      effective: [details],
      justification: 'The customer asks why notifications arrive twice.',
      emergency: false,
      obligations: { approvals: [], consent: true, notify: [], other: [] },
      detailsHash: hashOf(details),
      createdAt: now,
      decideBy: later(86_400),
      startWithinSeconds: 3600,
      grantedAt: now,
      startBy: later(3600),
      expiresAt: later(3600),
    };
    const consent = {
      delegationId: id,
      signerId: customer.id,
      decision: 'give' as const,
      statement: {
        kind: 'consent' as const,
        decision: 'give' as const,
        details_hash: '',
        comment_hash: '',
        signer: customer.id,
        issued_at: now.toISOString(),
      },
      challenge: '',
      method: 'session' as const,
      signedAt: now,
    };
    const session = {
      ...common,
      id: newId('ses'),
      delegationId: id,
      domain: 'support' as const,
      status: 'live' as const,
      level: 'read' as const,
      startedAt: now,
      lastUsedAt: now,
      idleSeconds: 3600,
      grantKey: { jkt: 'bench' },
      budget: { calls: 200 },
    };
    return { grant, consent, session };
  });
  for (let at = 0; at < rows.length; at += ROWS) {
    const some = rows.slice(at, at + ROWS);
    const { seals } = broker;
    const sealed = {
      grants: some.map(({ grant }) => ({ ...grant, seal: seals.of('delegations', { ...born, ...grant }) })),
      consents: some.map(({ consent }) => ({ ...consent, seal: seals.of('consents', consent) })),
      sessions: some.map(({ session }) => ({ ...session, seal: seals.of('sessions', { ...session }) })),
    };
    await database.run(insertInto(delegations).values(sealed.grants));
    await database.run(insertInto(consents).values(sealed.consents));
    await database.run(insertInto(sessions).values(sealed.sessions));
  }
}
