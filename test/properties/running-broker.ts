import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { createApp } from '#broker/app.ts';
import { takeLease } from '#broker/audit/lease.ts';
import { write } from '#broker/audit/record.ts';
import { sequenceEntries } from '#broker/audit/sequence.ts';
import { logEntries } from '#broker/audit/tables.ts';
import { insertInto, update } from '#broker/db/build.ts';
import { reJudge } from '#broker/followers/re-judge.ts';
import { activePolicy, policyVersions } from '#broker/governance/tables.ts';
import { people } from '#broker/identity/tables.ts';
import { openMail } from '#broker/mail/open-mail.ts';
import { bundleFromFiles } from '#broker/policy/bundle.ts';
import { type Engine, prepare } from '#broker/policy/engine.ts';
import { sessions } from '#broker/session/tables.ts';
import { eventFeed } from '#broker/signals/event-feed.ts';
import { openSignalLog } from '#broker/signals/poll-log.ts';
import { signalAcknowledgements } from '#broker/signals/tables.ts';
import { openDelegatedHouse, RESOURCE, type Reply } from '../delegated-house.ts';
import { castOn, type Member } from './cast.ts';
import type { Policy, Role } from './model.ts';
import { filesOf } from './policy-files.ts';

/** One broker for all sequences, with everything in its hands but the people. */
export async function openRunningBroker() {
  const house = await openDelegatedHouse();
  const { context, database, clock, issuer, oauth } = house;
  const base = house.services.policy();
  const engines = new Map<string, Engine>();
  let engine = base;
  const lease = await takeLease(database, 'sequencer', 'test', 24 * 3600);
  if (!lease) throw new Error('Somebody else holds the lease.');
  let isStopping = false;
  let sequencing: Promise<unknown> = Promise.resolve();
  const folder = mkdtempSync(join(tmpdir(), 'countersign-mail-'));
  const mail = openMail({ url: pathToFileURL(folder).href, from: 'countersign@northwind.example.com' });
  const services = {
    ...house.services,
    mail,
    policy: () => engine,
    wake: () => {
      if (isStopping) sequencing = sequenceEntries(database, lease);
    },
    config: { ...context.config, rateLimitPerMinute: 1_000_000 },
  };
  const app = createApp({
    services,
    oauth,
    backlog: { ageMs: async () => 0 },
    feed: eventFeed(database.handle, () => undefined),
    signals: await openSignalLog(database.handle),
  });
  // A stop waits a second for backends that say nothing; this one has said so beforehand.
  await database.run(
    insertInto(signalAcknowledgements).values({
      resource: RESOURCE,
      index: Number.MAX_SAFE_INTEGER,
      acknowledgedAt: clock.at,
    }),
  );
  const peopleAdmin = await house.signIn('admin', 'max', {
    scopes: ['people.manage'],
    endsInSeconds: 10 * 365 * 24 * 3600,
  });

  async function send(path: string, init: RequestInit, thumbprint: string, san: string): Promise<Reply> {
    const certificate = {
      thumbprint,
      subject: '',
      sanUris: [`spiffe://countersign.demo/${san}`],
      issuedAt: new Date(),
    };
    const connection = { remoteAddress: '127.0.0.1', certificate };
    const response = await app.request(`${issuer}${path}`, init, { connection });
    const text = await response.text();
    if (response.status >= 500) throw new Error(`${path}: ${response.status} ${text}`);
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
  }

  const tokenOf = ({ principal, endsAt }: Pick<Member, 'principal' | 'endsAt'>) =>
    house.personToken(principal, endsAt);

  async function call(
    who: Pick<Member, 'principal' | 'endsAt' | 'thumbprint'>,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Reply> {
    const headers = {
      authorization: `Bearer ${await tokenOf(who)}`,
      'idempotency-key': `"${randomUUID()}"`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    isStopping = method === 'DELETE' || path.endsWith('/revoke');
    const reply = await send(path, init, who.thumbprint, 'nobody');
    isStopping = false;
    await sequencing;
    return reply;
  }

  const post = (who: Member, form: Record<string, string>) =>
    send(
      '/token',
      { method: 'POST', body: new URLSearchParams({ client_id: who.principal.clientId, ...form }) },
      who.thumbprint,
      who.principal.clientId,
    );

  const asBackend = (path: string, body: object) =>
    send(
      path,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      },
      'svc_accounts',
      'svc_accounts',
    );

  async function activate(policy: Policy): Promise<void> {
    const name = JSON.stringify(policy);
    const next = engines.get(name) ?? prepare(bundleFromFiles(filesOf(base.bundle.files, policy)));
    engines.set(name, next);
    if (next.version === engine.version) return;
    // The bundle was checked when its engine was made; the broker's own way would check it again each time.
    const { version, files } = next.bundle;
    const at = { rows: 'any', otherwise: new Error('The policy cannot be activated.') } as const;
    await context.record({
      writes: [
        write(
          insertInto(policyVersions).values({ version, files, storedAt: clock.at }).onConflictDoNothing(),
          at,
        ),
        write(update(activePolicy).set({ version, epoch: sql`${activePolicy.epoch} + 1` }), at),
      ],
      entries: [{ type: 'policy.activated', policyVersion: version }],
    });
    engine = next;
  }

  /** The follower that judges live sessions again, as it does once it reads of an activation. */
  async function judgeAgain(): Promise<void> {
    const leaf = JSON.stringify({ type: 'policy.activated', outcome: 'done' });
    await reJudge(services).react?.([{ index: 0, entryId: 'ent_activation', leaf }]);
  }

  return {
    issuer,
    clock,
    call,
    post,
    cast: (roles: readonly Role[]) => castOn({ database, bundle: base.bundle, now: clock.at }, roles),
    activate,
    judgeAgain,
    tokenOf,
    exchange: async (who: Member, grant: string, more: Record<string, string>) =>
      post(who, {
        ...house.exchangeForm({ ...who, token: await tokenOf(who) }, grant),
        ...more,
      }),
    intend: (deed: { jti: string; action: string; resource: string }) =>
      asBackend('/v1/outcomes', { phase: 'intent', id: randomUUID(), ...deed }),
    introspect: async (token: string) => {
      const body = new URLSearchParams({ token, client_id: 'svc_accounts' });
      const { body: answer } = await send(
        '/introspect',
        { method: 'POST', body },
        'svc_accounts',
        'svc_accounts',
      );
      return answer;
    },
    /** Of the log's newest entries, the one of this token's issue. */
    issuedEntry: async (jti: string) => {
      const { recordedAt, id } = logEntries;
      const newest = database.handle.select().from(logEntries).orderBy(desc(recordedAt), desc(id)).limit(8);
      const leaves = (await newest).map(({ leaf }): Record<string, unknown> => JSON.parse(leaf));
      return leaves.find((leaf) => leaf.jti === jti && leaf.type === 'token.issued');
    },
    disable: (who: Member) =>
      call({ ...peopleAdmin, endsAt: clock.at }, 'POST', `/v1/people/${who.principal.id}/disable`, {
        reason: 'Left.',
      }),
    /** As the next sign-in would find it. */
    leavesGroups: async (who: Member) => {
      await database.run(update(people).set({ groups: [] }).where(eq(people.id, who.principal.id)));
    },
    /** So that the next sequence finds nobody in a session. */
    clear: async (members: readonly Member[]) => {
      const ids = members.map(({ principal }) => principal.id);
      await database.run(
        update(sessions)
          .set({ status: 'ended', endedAt: clock.at, endedKind: 'expiry' })
          .where(and(inArray(sessions.actorId, ids), eq(sessions.status, 'live'))),
      );
    },
    /** Of the latest letter. */
    mailedCode: (): string => {
      const latest = readdirSync(folder).sort().at(-1) ?? '';
      return /^Your code: (\S+)$/m.exec(readFileSync(join(folder, latest), 'utf8'))?.[1] ?? '';
    },
    close: async () => {
      mail.close();
      rmSync(folder, { recursive: true });
      await house.close();
    },
  };
}

export type RunningBroker = Awaited<ReturnType<typeof openRunningBroker>>;
