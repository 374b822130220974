import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { update } from '#broker/db/build.ts';
import { findActivation } from '#broker/governance/active-policy.ts';
import { clients } from '#broker/oauth/clients/tables.ts';
import type { OfferedStatement } from '#broker/signing/offer-statement.ts';
import { type DelegatedHouse, openDelegatedHouse, type SignedIn } from '#test/delegated-house.ts';
import { draft, harmless } from '#test/policy-drafts.ts';

const PROPOSALS = '/v1/policies/proposals';
const OWNS = ['policy.propose', 'policy.activate'];
let house: DelegatedHouse;
let pia: SignedIn;
let pat: SignedIn;
let n = 0;
beforeAll(async () => {
  house = await openDelegatedHouse();
}, 240_000);
beforeEach(async () => {
  // Newest first: no version is stored at the moment of another.
  house.clock.pass(1);
  pia = await house.signIn('admin', 'pia', { scopes: OWNS });
  pat = await house.signIn('admin', 'pat', { scopes: OWNS });
});
afterAll(() => house.close());

const propose = (who: SignedIn, files = harmless(++n), reason = 'As we agreed.') =>
  house.call(who, 'POST', PROPOSALS, { files, reason });

async function decide(who: SignedIn, id: unknown, decision = 'activate', comment = 'Looked at it.') {
  const asked = { kind: 'activation', target: id, decision, comment };
  const { body } = await house.call(who, 'POST', '/v1/statements', asked);
  const signed =
    body.nonce === undefined
      ? {}
      : await house.signsWithPasskey(who.principal, body as unknown as OfferedStatement);
  return house.call(who, 'POST', `${PROPOSALS}/${id}/activations`, { decision, comment, signed });
}

describe('two policy owners', () => {
  it('propose and activate a version, and read at every step what it is and what it changes', async () => {
    const before = (await house.call(pia, 'GET', '/v1/policies/active')).body;
    expect(before).toMatchObject({
      version: expect.stringMatching(/^[\w-]{43}$/),
      epoch: 1,
      files: { 'roles.json': expect.any(String) },
      flows: { lead: expect.any(Object) },
      risks: expect.arrayContaining([expect.objectContaining({ risk: 'never' })]),
    });
    expect(before).not.toHaveProperty('activated_by');
    const filed = await propose(pia);
    expect(filed).toMatchObject({
      status: 201,
      body: {
        status: 'open',
        proposed_by: { id: pia.principal.id, name: expect.stringContaining('Pia') },
        base_version: before.version,
        against: before.version,
        moved: false,
        changes: [{ where: 'assurance', widens: true }],
        tests: { passed: expect.any(Number) },
      },
    });
    const { id, version } = filed.body;
    expect((await house.call(pat, 'GET', `${PROPOSALS}?status=open`)).body).toMatchObject({
      items: [{ id, reason: 'As we agreed.' }],
    });
    expect(await decide(pat, id)).toMatchObject({
      status: 200,
      body: { status: 'activated', decided_by: { id: pat.principal.id }, comment: 'Looked at it.' },
    });
    expect((await house.call(pat, 'GET', '/v1/policies/active')).body).toMatchObject({
      version,
      epoch: 2,
      activated_by: { id: pat.principal.id },
      proposed_by: { id: pia.principal.id },
      proposal: id,
    });
    const stored = await house.call(pat, 'GET', `/v1/policies/${version}`);
    expect(stored).toMatchObject({
      status: 200,
      body: { version, files: { 'marks.json': expect.any(String) } },
    });
    const { items } = (await house.call(pat, 'GET', '/v1/policies?limit=1')).body as { items: object[] };
    expect(items).toMatchObject([{ version, active: true, was_activated: true }]);
  });

  it('page through versions, and go back to an older one', async () => {
    const found: unknown[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await house.call(pia, 'GET', `/v1/policies?limit=1${cursor}`);
      found.push(...(body.items as unknown[]));
      if (body.next_cursor === null) break;
      cursor = `&cursor=${encodeURIComponent(String(body.next_cursor))}`;
    }
    expect(found).toMatchObject([{ active: true }, { active: false, was_activated: false }]);
    const { version } = found[1] as { version: string };
    const filed = await house.call(pat, 'POST', PROPOSALS, { version, reason: 'It asked too much.' });
    expect(filed).toMatchObject({ status: 201, body: { version } });
    expect(await decide(pia, filed.body.id)).toMatchObject({ status: 200 });
    expect((await findActivation(house.context.reader))?.version).toBe(version);
  });

  it('reject and withdraw', async () => {
    const first = await propose(pia);
    expect(await decide(pat, first.body.id, 'reject', 'Not yet.')).toMatchObject({
      status: 200,
      body: { status: 'rejected', comment: 'Not yet.' },
    });
    const second = await propose(pia);
    expect(await house.call(pia, 'DELETE', `${PROPOSALS}/${second.body.id}`)).toMatchObject({
      status: 200,
      body: { status: 'withdrawn' },
    });
    expect(await decide(pat, second.body.id)).toMatchObject({ status: 400 });
  });

  it('are told everything that is wrong with a draft', async () => {
    const files = draft({ 'marks.json': '{}', 'x.cedar': 'permit (principal, action, resource);' });
    const refused = await propose(pia, files);
    expect(refused).toMatchObject({ status: 422, body: { code: 'draft_has_problems' } });
    const problems = refused.body.problems as { where: string }[];
    expect(problems.map(({ where }) => where)).toEqual(expect.arrayContaining(['marks.json', 'x.cedar']));
    const refusals = await house.refusals();
    expect(refusals.at(-1)).toMatchObject({
      type: 'refusal.propose-policy-version',
      code: 'draft_has_problems',
    });
  });

  it('may send a draft that is larger than any other body, and no larger than that', async () => {
    const comment = `// ${'policy '.repeat(12_000)}`;
    const filed = await propose(pia, { ...harmless(++n), 'a-long-story.cedar': comment });
    expect(filed.status).toBe(201);
    await house.call(pia, 'DELETE', `${PROPOSALS}/${filed.body.id}`);
    const huge = Object.fromEntries([1, 2, 3, 4].map((i) => [`part-${i}.cedar`, 'x'.repeat(300_000)]));
    expect((await propose(pia, huge)).status).toBe(413);
  });
});

describe('a service', () => {
  const registered = async (owner: string) => {
    const scopes = ['policy.propose'];
    await house.database.run(update(clients).set({ owner, scopes }).where(eq(clients.id, 'svc_other')));
    return house.asService('svc_other', undefined, scopes);
  };

  it('files for the policy owner who answers for it, who is then not the second person', async () => {
    const service = await registered(pia.principal.id);
    const filed = await propose(service);
    expect(filed).toMatchObject({
      status: 201,
      body: { proposed_by: { id: pia.principal.id }, filed_by: 'svc_other' },
    });
    const asked = { kind: 'activation', target: filed.body.id, decision: 'activate' };
    expect(await house.call(pia, 'POST', '/v1/statements', asked)).toMatchObject({
      status: 403,
      body: { code: 'own_proposal' },
    });
    expect(await decide(pat, filed.body.id)).toMatchObject({ status: 200 });
  });

  it('whose owner is no policy owner files nothing', async () => {
    const service = await registered(house.who('admin', 'tess').id);
    expect(await propose(service)).toMatchObject({ status: 403, body: { code: 'owner_not_policy_owner' } });
    expect(await propose(await registered('somebody@example.org'))).toMatchObject({ status: 403 });
  });

  it('takes back what it filed, and nothing else', async () => {
    const service = await registered(pia.principal.id);
    const own = await propose(service);
    const other = await propose(pia);
    expect((await house.call(service, 'DELETE', `${PROPOSALS}/${other.body.id}`)).status).toBe(404);
    expect((await house.call(service, 'DELETE', `${PROPOSALS}/${own.body.id}`)).status).toBe(200);
    await house.call(pia, 'DELETE', `${PROPOSALS}/${other.body.id}`);
  });
});
