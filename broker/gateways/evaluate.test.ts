import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { update } from '#broker/db/build.ts';
import { revealFields } from '#broker/session/reveal-fields.ts';
import { sessions } from '#broker/session/tables.ts';
import { claimsOf } from '#test/delegated-house.ts';
import { type GatewayHouse, type Inside, openGatewayHouse } from '#test/gateway-house.ts';

let house: GatewayHouse;
let open: Inside;
beforeAll(async () => {
  house = await openGatewayHouse();
  open = await house.goesIn();
});
afterAll(() => house.close());

const READING = 'accounts:settings.read';
const subject = () => ({ type: 'agent', id: house.ana.principal.id });
const resource = () => ({ type: 'account', id: house.account });
const may = (more: object = {}) => ({
  subject: subject(),
  action: { name: READING },
  resource: resource(),
  ...more,
});
const decided = async (question: object) => (await house.evaluate(question)).json();
const several = async (question: object) =>
  (await house.evaluate(question, 'svc_accounts', '/access/v1/evaluations')).json();

it('what a live session covers is allowed, and the yes is on record before it is given', async () => {
  const before = (await house.entries()).length;
  const answer = await house.evaluate(may());
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('application/json');
  expect(await answer.json()).toMatchObject({
    decision: true,
    context: {
      session: open.session.id,
      reasons: expect.any(Array),
      obligations: { consent: true, approvals: expect.any(Array) },
      policy_version: house.context.policy.bundle.version,
    },
  });
  expect((await house.entries()).slice(before)).toMatchObject([
    {
      type: 'access.evaluated',
      actor: house.ana.principal.id,
      session: open.session.id,
      target: 'svc_accounts',
      facts: { action: READING, identifier: `account/${house.account}` },
    },
  ]);
});

it('a yes that cannot be recorded is not given', async () => {
  const { trouble } = house.services;
  const { requireNone, present } = trouble;
  const { Refusal } = await import('#broker/errors.ts');
  trouble.requireNone = async () => {
    throw new Refusal('log_behind', 'The log cannot keep up.', { status: 503 });
  };
  expect((await house.evaluate(may())).status).toBe(503);
  trouble.requireNone = requireNone;
  trouble.present = async () => true;
  expect(await decided(may())).toEqual({ decision: false });
  trouble.present = present;
});

it('members that are not known are ignored', async () => {
  const question = may({
    subject: { ...subject(), properties: { department: 'support' }, more: [1] },
    context: { time: '2026-03-02T09:00:00Z', session: open.session.id },
    extension: { deep: true },
  });
  expect(await decided(question)).toMatchObject({ decision: true });
});

it('what the session shows of a masked action is told as a token would say it, of that session and action alone', async () => {
  const { session, delegation } = open;
  const PROFILE = 'accounts:profile.read';
  const named = (more: object = {}) => may({ context: { session: session.id }, ...more });
  const profile = () => named({ action: { name: PROFILE } });
  const shown = async (question: object) => (await decided(question)).context.revealed;
  expect(await shown(profile())).toBeUndefined();

  const revealing = { action: PROFILE, fields: ['phone'], reason: 'She asks which number we would call.' };
  await revealFields(house.context, { principal: house.ana.principal, sid: session.id, ...revealing });
  const before = (await house.entries()).length;
  expect(await shown(profile())).toEqual({ [PROFILE]: ['phone'] });
  expect((await house.entries()).slice(before)).toMatchObject([
    { type: 'access.evaluated', facts: { action: PROFILE, revealed: 'phone' } },
  ]);
  const grant = await house.grantToken(house.ana, await house.delegation(delegation), session);
  const token = (await house.exchange(house.ana, grant)).body.access_token;
  expect(claimsOf(token).dlg).toMatchObject({ revealed: await shown(profile()) });

  expect(await shown(named())).toBeUndefined();
  expect(await shown(may({ action: { name: PROFILE } }))).toBeUndefined();
  const { evaluations } = await several({
    ...named(),
    evaluations: [{ action: { name: PROFILE } }, { action: { name: READING } }],
  });
  expect(evaluations.map((one: { context: object }) => 'revealed' in one.context)).toEqual([true, false]);
});

it('a context that names a session asks about that one alone', async () => {
  expect(await decided(may({ context: { session: open.session.id } }))).toMatchObject({ decision: true });
  expect(await decided(may({ context: { session: 'ses_another' } }))).toEqual({ decision: false });
});

it('a path below the account is covered, one beside it is not', async () => {
  const below = { type: 'account', id: `${house.account}/credential/1` };
  expect(await decided(may({ resource: below }))).toMatchObject({ decision: true });
  for (const id of [`${house.account}9`, `${house.account}/../x`, `../${house.account}`, 'x//y', ' '])
    expect(await decided(may({ resource: { type: 'account', id } }))).toEqual({ decision: false });
});

it.each<[string, (all: ReturnType<typeof may>) => object]>([
  ['subject', ({ subject: _gone, ...rest }) => rest],
  ['action', ({ action: _gone, ...rest }) => rest],
  ['resource', ({ resource: _gone, ...rest }) => rest],
  ["subject's type", (all) => ({ ...all, subject: { id: 'x' } })],
  ["subject's id", (all) => ({ ...all, subject: { type: 'agent' } })],
  ["action's name", (all) => ({ ...all, action: {} })],
  ["resource's type", (all) => ({ ...all, resource: { id: 'x' } })],
  ["resource's id", (all) => ({ ...all, resource: { type: 'account' } })],
  ['everything', () => ({})],
])('a question without its %s is a bad request at both endpoints', async (_what, without) => {
  for (const path of ['/access/v1/evaluation', '/access/v1/evaluations'])
    expect((await house.evaluate(without(may()), 'svc_accounts', path)).status).toBe(400);
});

it('the request identifier comes back, with a refusal too', async () => {
  const ask = async (body: string, id?: string) => {
    const headers = { 'content-type': 'application/json', ...(id ? { 'x-request-id': id } : {}) };
    const certificate = {
      thumbprint: 'svc_accounts',
      subject: '',
      sanUris: ['spiffe://countersign.demo/svc_accounts'],
      issuedAt: new Date(),
    };
    const connection = { remoteAddress: '127.0.0.1', certificate };
    const url = `${house.issuer}/access/v1/evaluation`;
    return house.app.request(url, { method: 'POST', headers, body }, { connection });
  };
  const given = 'bfe9eb29 any string';
  expect((await ask(JSON.stringify(may()), given)).headers.get('x-request-id')).toBe(given);
  const bad = await ask('{}', given);
  expect([bad.status, bad.headers.get('x-request-id')]).toEqual([400, given]);
  expect((await ask(JSON.stringify(may()))).headers.get('x-request-id')).toMatch(/^req_/);
});

it('several questions are answered in their order, with the top level for what they leave out', async () => {
  const other = { type: 'account', id: 'another' };
  const { evaluations } = await several({
    subject: subject(),
    action: { name: READING },
    resource: other,
    evaluations: [
      { resource: resource() },
      {},
      { resource: resource(), action: { name: 'accounts:settings.update' } },
      { resource: resource(), context: { session: 'ses_another' } },
    ],
  });
  expect(evaluations.map(({ decision }: { decision: boolean }) => decision)).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(evaluations[1]).toEqual({ decision: false });
});

it.each([
  [undefined, [true, false, true]],
  ['execute_all', [true, false, true]],
  ['deny_on_first_deny', [true, false]],
  ['permit_on_first_permit', [true]],
])('by the semantic %s the answers are %j', async (evaluations_semantic, expected) => {
  const before = (await house.entries()).length;
  const { evaluations } = await several({
    ...may(),
    evaluations: [{}, { resource: { type: 'account', id: 'another' } }, {}],
    ...(evaluations_semantic ? { options: { evaluations_semantic, another: true } } : {}),
  });
  expect(evaluations.map(({ decision }: { decision: boolean }) => decision)).toEqual(expected);
  const yes = expected.filter((one) => one).length;
  expect((await house.entries()).slice(before)).toHaveLength(yes);
});

it('without evaluations, or with none in them, it is the single question', async () => {
  expect(await several(may())).toMatchObject({ decision: true, context: { session: open.session.id } });
  expect(await several({ ...may(), evaluations: [] })).toMatchObject({ decision: true });
});

it('another semantic, or more questions than fit, is a bad request', async () => {
  const status = async (question: object) =>
    (await house.evaluate(question, 'svc_accounts', '/access/v1/evaluations')).status;
  expect(await status({ ...may(), evaluations: [{}], options: { evaluations_semantic: 'any' } })).toBe(400);
  expect(await status({ ...may(), evaluations: Array.from({ length: 51 }, () => ({})) })).toBe(400);
  expect(await status({ ...may(), evaluations: [{}, { action: {} }] })).toBe(400);
});

it('a backend that comes with its own token is answered as one that comes with its certificate', async () => {
  const service = await house.asService();
  const own = { sub: 'svc_accounts', client_id: 'svc_accounts' };
  const signed = (scope: string) => house.sign('at+jwt', { ...claimsOf(service.token), ...own, scope });
  const ask = async (scope: string) =>
    house.call({ ...service, token: await signed(scope) }, 'POST', '/access/v1/evaluation', may());
  expect(await ask('introspect')).toMatchObject({ status: 200, body: { decision: true } });
  expect(await ask('outcomes.write')).toMatchObject({ status: 403, body: { code: 'insufficient_scope' } });
});

it('the decision point says where it is asked', async () => {
  const answer = await house.app.request(
    `${house.issuer}/.well-known/authzen-configuration`,
    {},
    { connection: { remoteAddress: '127.0.0.1' } },
  );
  expect(await answer.json()).toEqual({
    policy_decision_point: house.issuer,
    access_evaluation_endpoint: `${house.issuer}/access/v1/evaluation`,
    access_evaluations_endpoint: `${house.issuer}/access/v1/evaluations`,
  });
});

it('a change needs a session at level write, and what is used up is used up', async () => {
  const changing = { action: { name: 'accounts:settings.update' } };
  await house.newDay();
  open = await house.goesInToChange();
  expect(await decided(may(changing))).toMatchObject({ decision: true });
  await house.database.run(update(sessions).set({ level: 'read' }).where(eq(sessions.id, open.session.id)));
  expect(await decided(may(changing))).toMatchObject({
    decision: false,
    context: { session: open.session.id, reasons: [{ id: 'level_read' }] },
  });
  await house.database.run(
    update(sessions)
      .set({ budget: { calls: 0 } })
      .where(eq(sessions.id, open.session.id)),
  );
  expect(await decided(may())).toMatchObject({
    decision: false,
    context: { reasons: [{ id: 'budget_spent' }] },
  });
});
