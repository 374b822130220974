import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Delegation } from '#broker/delegation/delegation.ts';
import type { Level } from '#broker/identity/level.ts';
import { cut } from '#broker/identity/not-before.ts';
import { isSignedIn } from '#broker/oauth/live-principal.ts';
import { endCutGrants } from '#broker/session/end-every.ts';
import { raiseSession } from '#broker/session/raise-session.ts';
import type { Session } from '#broker/session/session.ts';
import {
  claimsOf,
  type DelegatedHouse,
  openDelegatedHouse,
  type SignedIn,
  WRITE,
} from '#test/delegated-house.ts';
import { endCertificate } from '#test/gateway-house.ts';
import { openGuardedBackend } from '#test/guarded-backend.ts';

let house: DelegatedHouse;
let backend: Awaited<ReturnType<typeof openGuardedBackend>>;
/** Of Ana, whom a gateway tells by it. */
let certificate: { der: string; thumbprint: string };
const signsIn = () => house.signIn('support', 'ana', { thumbprint: certificate.thumbprint });
beforeAll(async () => {
  certificate = await endCertificate();
  house = await openDelegatedHouse();
  house.clock.at = new Date();
  backend = await openGuardedBackend(house);
}, 120_000);
afterAll(async () => {
  await backend?.stop();
  await house.close();
});

/** Everything an agent in a session holds. */
interface Held {
  ana: SignedIn;
  delegation: Delegation;
  session: Session;
  grant: string;
  polling: string;
  token: string;
  refreshToken: string;
  /** How often the agent's way in was asked for, and how often a write. */
  tries: number;
}

/** What one path says of it: whether it goes on. */
type Path = (held: Held) => Promise<boolean>;
const ok = ({ status }: { status: number }) => status < 300;

const accountsApi = () => ({
  remoteAddress: '127.0.0.1',
  certificate: {
    thumbprint: 'svc_accounts',
    subject: '',
    sanUris: ['spiffe://countersign.demo/svc_accounts'],
    issuedAt: new Date(),
  },
});

/** What stands on the session, and through it on everything below. */
const paths: Record<string, Path> = {
  introspection: async ({ token }) => (await house.introspect(token)).active === true,
  'the exchange of the session’s grant': async ({ ana, grant }) => ok(await house.exchange(ana, grant)),
  'the exchange of a client that polled': async ({ ana, polling }) => ok(await house.exchange(ana, polling)),
  'the intent to write': async ({ token, session, tries }) =>
    ok(
      await house.asBackend('/v1/outcomes', {
        phase: 'intent',
        id: `${session.id}-${tries}`,
        jti: claimsOf(token).jti,
        action: 'accounts:settings.update',
        resource: `${house.accountOf('mira')}/settings`,
      }),
    ),
  'a gateway': async ({ token }) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'client-cert': `:${certificate.der}:`,
      'x-original-method': 'GET',
      'x-original-uri': '/settings',
    };
    const url = `${house.issuer}/v1/check?action=accounts:settings.read`;
    return ok(await house.app.request(url, { headers }, { connection: accountsApi() }));
  },
  'a decision point': async ({ ana, session }) => {
    const question = {
      subject: { type: 'agent', id: ana.principal.id },
      action: { name: 'accounts:settings.read' },
      resource: { type: 'account', id: house.accountOf('mira').split('/')[1] },
      context: { session: session.id },
    };
    return (await house.asBackend('/access/v1/evaluation', question)).body.decision === true;
  },
  'the same intent once more': async ({ token, session, tries }) =>
    ok(
      await house.asBackend('/v1/outcomes', {
        phase: 'intent',
        id: `again-${session.id}-${Math.min(tries, 1)}`,
        jti: claimsOf(token).jti,
        action: 'accounts:settings.update',
        resource: `${house.accountOf('mira')}/settings`,
      }),
    ),
};

/** What stands on the sign-in alone. */
const signInPaths: Record<string, Path> = {
  refresh: async (held) => {
    const form = { grant_type: 'refresh_token', refresh_token: held.refreshToken };
    const { status, body } = await house.post(held.ana, form);
    if (status === 200) held.refreshToken = String(body.refresh_token);
    return status === 200;
  },
  'the API of the broker': async ({ ana }) => ok(await house.call(ana, 'GET', '/v1/sessions')),
  'a stream that stays open': ({ ana }) => isSignedIn(house.context, ana.principal),
};

const viaTheStream: Path = async ({ ana, token }) => {
  const input = { account: house.accountOf('mira'), owner: house.who('customer', 'mira').id };
  return (await backend.reads(ana, token, input)) === 200;
};

async function goesIn(ana: SignedIn, delegation: Delegation): Promise<boolean> {
  return ok(await house.call(ana, 'POST', `/v1/delegations/${delegation.id}/sessions`));
}

/** The house's clock goes on, and never far from the real one: the backend compares the two. */
function later(seconds: number): void {
  house.clock.at = new Date(Math.max(Date.now(), house.clock.at.getTime()) + seconds * 1000);
}

async function holding(ana: SignedIn, renewedBy?: string): Promise<Held> {
  const granted = await house.granted('ana', 'mira', WRITE, ['tess']);
  const polling = await house.grantToken(ana, granted);
  const session = await house.starts(ana, granted);
  const { delegation } = session;
  await raiseSession(house.context, { principal: ana.principal, sid: session.id, reason: 'As asked.' });
  const grant = await house.grantToken(ana, delegation, session);
  const token = String((await house.exchange(ana, grant)).body.access_token);
  const refreshToken = renewedBy ?? (await house.refreshToken(ana));
  return { ana, delegation, session, grant, polling, token, refreshToken, tries: 0 };
}

async function leave({ ana, session }: Held): Promise<void> {
  await house.call(ana, 'DELETE', `/v1/sessions/${session.id}`);
}

const levels: [name: string, level: Level, id: (held: Held) => string, signsOut: boolean][] = [
  ['its subject', 'subject', ({ session }) => session.subjectId, false],
  ['its actor', 'actor', ({ ana }) => ana.principal.id, true],
  ['the client', 'client', ({ ana }) => ana.principal.clientId, true],
  ['the delegation', 'delegation', ({ delegation }) => delegation.id, false],
  ['the session', 'session', ({ session }) => session.id, false],
  ['the person who acts', 'person', ({ ana }) => ana.principal.id, true],
  ['the person whose data it is', 'person', ({ session }) => session.subjectId, false],
];

const admins = () =>
  house.signIn('admin', 'max', {
    scopes: ['delegation.revoke', 'people.manage', 'client.manage'],
    groups: ['team-leads', 'people-admins'],
  });

async function verdicts(of: Record<string, Path>, held: Held): Promise<Record<string, boolean>> {
  held.tries += 1;
  const said: Record<string, boolean> = {};
  for (const [name, path] of Object.entries(of)) said[name] = await path(held);
  return said;
}

const all = (of: Record<string, Path>, verdict: boolean) =>
  Object.fromEntries(Object.keys(of).map((name) => [name, verdict]));

describe.each(levels)('a cut at %s', { timeout: 120_000 }, (_, level, idOf, signsOut) => {
  it('by an admin ends everything that stands on it, on every path; what is issued afterwards is good', async () => {
    later(1);
    const ana = await signsIn();
    const held = await holding(ana);
    expect(await verdicts(paths, held)).toEqual(all(paths, true));
    expect(await verdicts(signInPaths, held)).toEqual(all(signInPaths, true));
    await expect.poll(() => viaTheStream(held), { timeout: 15_000 }).toBe(true);

    const max = await admins();
    const body = { level, id: idOf(held), reason: 'Something is wrong here.' };
    const { status, body: ended } = await house.call(max, 'POST', '/v1/not-before', body);
    expect({ status, ended }).toEqual({
      status: 200,
      ended: {
        level,
        id: idOf(held),
        delegations_ended: 1,
        sessions_ended: 1,
        sign_ins_ended: signsOut ? expect.any(Number) : 0,
      },
    });
    expect(await verdicts(paths, held)).toEqual(all(paths, false));
    expect(await verdicts(signInPaths, held)).toEqual(all(signInPaths, !signsOut));
    expect(await goesIn(ana, held.delegation)).toBe(false);
    await expect.poll(() => viaTheStream(held), { timeout: 15_000 }).toBe(false);
    expect((await house.session(held.session.id)).state).toMatchObject({
      status: 'ended',
      endedBy: { kind: 'admin', id: max.principal.id },
    });
    expect((await house.delegation(held.delegation.id)).state.status).toBe('revoked');
    expect(await house.entries()).toContainEqual(
      expect.objectContaining({ type: 'not_before.set', actor: max.principal.id, facts: { level } }),
    );

    later(0.001);
    const anew = signsOut ? await signsIn() : ana;
    const next = await holding(anew, signsOut ? undefined : held.refreshToken);
    expect(await verdicts(paths, next)).toEqual(all(paths, true));
    expect(await verdicts(signInPaths, next)).toEqual(all(signInPaths, true));
    await expect.poll(() => viaTheStream(next), { timeout: 15_000 }).toBe(true);
    await leave(next);
    expect(await goesIn(anew, next.delegation)).toBe(true);
    await house.call(anew, 'DELETE', `/v1/delegations/${next.delegation.id}`);
  });

  it('holds by its row alone, also where a start or a sign-in came at the same moment', async () => {
    later(1);
    const ana = await signsIn();
    const held = await holding(ana);
    const waiting = await house.granted('ana', 'mira', WRITE, ['tess']);
    await verdicts(paths, held);
    await verdicts(signInPaths, held);
    const isOfPerson = level === 'person';
    const id = isOfPerson
      ? (house.who(signsOut ? 'support' : 'customer', signsOut ? 'ana' : 'mira').person ?? '')
      : idOf(held);
    await house.database.run(cut(level, id, house.context.clock.sql).statement);

    expect(await verdicts(paths, held)).toEqual(all(paths, false));
    expect(await verdicts(signInPaths, held)).toEqual(all(signInPaths, !signsOut));
    const another = level === 'delegation' || level === 'session';
    await leave(held);
    expect(await goesIn(signsOut ? await signsIn() : ana, waiting)).toBe(another);
    if (level !== 'session') await endCutGrants(house.context);
    for (const { id } of another ? [] : [held.delegation, waiting])
      expect((await house.delegation(id)).state.status).toBe('revoked');
    const back = await signsIn();
    for (const { id } of [held.delegation, waiting])
      await house.call(back, 'DELETE', `/v1/delegations/${id}`);
  });
});
