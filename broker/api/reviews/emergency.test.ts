import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { update } from '#broker/db/build.ts';
import { declaredHash } from '#broker/delegation/declare-emergency.ts';
import type { DelegationSession } from '#broker/delegation/details.ts';
import { delegations } from '#broker/delegation/tables.ts';
import type { OfferedStatement } from '#broker/signing/offer-statement.ts';
import { relyingParty } from '#broker/signing/passkeys/relying-party.ts';
import { challengeOf } from '#broker/signing/statement.ts';
import { type SignedByKey, verifySigned } from '#broker/signing/verify-signed.ts';
import {
  type DelegatedHouse,
  openDelegatedHouse,
  READ,
  RESOURCE,
  type SignedIn,
} from '#test/delegated-house.ts';

let house: DelegatedHouse;
let eve: SignedIn;
beforeAll(async () => {
  house = await openDelegatedHouse();
  eve = await house.signIn('support', 'eve', { scopes: ['delegation.request', 'delegation.run'] });
});
afterAll(() => house.close());

const signer = (login: string, scopes: string[]) => house.signIn('admin', login, { scopes });

function request() {
  const details: DelegationSession[] = [
    {
      type: 'delegation_session',
      actions: READ,
      locations: [RESOURCE],
      identifier: house.accountOf('mira'),
      purpose: { code: 'check-setting', ref: 'TCK-1042' },
      max_duration: 600,
    },
  ];
  const justification = `Nobody can reach the customer. ${randomUUID()}`;
  const subject = house.who('customer', 'mira').id;
  const target = declaredHash({ subject, details, justification });
  return { target, body: { subject, authorization_details: details, justification, emergency: true } };
}

async function sign(who: SignedIn, asked: object) {
  const { status, body } = await house.call(who, 'POST', '/v1/statements', asked);
  expect([status, body.code]).toEqual([200, undefined]);
  return house.signsWithPasskey(who.principal, body as unknown as OfferedStatement);
}

it('goes from the declaration to the verdict over the API', async () => {
  const { target, body } = request();
  const bare = await house.call(eve, 'POST', '/v1/delegations', body);
  expect(bare).toMatchObject({ status: 400, body: { code: 'not_signed' } });
  const signed = await sign(eve, { kind: 'emergency', decision: 'declare', target });
  const filed = await house.call(eve, 'POST', '/v1/delegations', { ...body, signed });
  expect(filed).toMatchObject({ status: 201, body: { status: 'pending', emergency: true } });
  const id = String(filed.body.id);

  const emil = await signer('emil', ['delegation.approve', 'alert.manage']);
  const approval = { kind: 'approval', target: id, decision: 'approve', comment: 'Go.' };
  const approved = await house.call(emil, 'POST', `/v1/delegations/${id}/approvals`, {
    decision: 'approve',
    comment: 'Go.',
    signed: await sign(emil, approval),
  });
  const reviewBy = new Date(house.clock.at.getTime() + (3600 + 72 * 3600) * 1000).toISOString();
  expect(approved).toMatchObject({
    status: 200,
    body: { status: 'granted', required: { review_by: reviewBy } },
  });

  const { session, grant } = await (async () => {
    const started = await house.starts(eve, await house.delegation(id));
    return { session: started, grant: await house.grantToken(eve, started.delegation, started) };
  })();
  const token = String((await house.exchange(eve, grant)).body.access_token);
  expect(await house.introspect(token)).toMatchObject({ active: true, dlg: { mode: 'emergency' } });
  const shown = await house.call(eve, 'GET', `/v1/sessions/${session.id}`);
  expect(shown.body).toMatchObject({ emergency: true });

  const alerts = await house.call(emil, 'GET', '/v1/alerts?status=open');
  const opened = (alerts.body.items as { id: string; kind: string }[])[0];
  expect(opened).toMatchObject({
    kind: 'emergency_opened',
    session: session.id,
    actor: { name: 'Eve Nakashima' },
    status: 'open',
  });
  const seen = await house.call(emil, 'POST', `/v1/alerts/${opened?.id}/acknowledgements`);
  expect(seen).toMatchObject({ status: 200, body: { acknowledged: { by: { name: 'Emil Vance' } } } });

  expect((await house.call(eve, 'DELETE', `/v1/delegations/${id}`)).body.status).toBe('completed');
  const sam = await signer('sam', ['review.sign']);
  const due = await house.call(sam, 'GET', '/v1/reviews?kind=emergency&status=open');
  expect(due.body.items).toMatchObject([{ id, status: 'open', needed: 2, from: ['security', 'auditors'] }]);
  for (const reviewer of [sam, await signer('audra', ['review.sign'])]) {
    const found = { decision: 'justified', comment: 'What was read is what the ticket is about.' };
    const statement = await sign(reviewer, { kind: 'review', target: id, ...found });
    const answer = await house.call(reviewer, 'POST', `/v1/reviews/${id}/findings`, {
      ...found,
      signed: statement,
    });
    expect(answer.status).toBe(200);
    house.clock.pass(1);
  }
  const done = await house.call(sam, 'GET', `/v1/reviews/${id}`);
  expect(done.body).toMatchObject({ status: 'decided', verdict: 'justified', kind: 'emergency' });
  expect(done.body.findings).toMatchObject([
    { by: { name: 'Sam Whitcombe' } },
    { by: { name: 'Audra Bellweather' } },
  ]);
});

it('asks for the scope of each call', async () => {
  const nobody = await signer('tess', ['policy.propose']);
  for (const path of ['/v1/alerts', '/v1/reviews', '/v1/reviews/dlg_1'])
    expect((await house.call(nobody, 'GET', path)).status).toBe(403);
  expect((await house.call(nobody, 'POST', '/v1/alerts/alr_1/acknowledgements')).status).toBe(403);
  const auditor = await signer('audra', ['audit.read']);
  expect((await house.call(auditor, 'GET', '/v1/alerts')).status).toBe(200);
  expect((await house.call(auditor, 'POST', '/v1/alerts/alr_1/acknowledgements')).status).toBe(403);
  expect((await house.call(eve, 'GET', '/v1/alerts')).status).toBe(403);
});

it.each([
  ['emergency', 'approve'],
  ['review', 'declare'],
])('a statement of kind %s does not say %s', async (kind, decision) => {
  const who = kind === 'emergency' ? eve : await signer('sam', ['review.sign']);
  const asked = { kind, decision, target: 'x'.repeat(43) };
  expect(await house.call(who, 'POST', '/v1/statements', asked)).toMatchObject({
    status: 400,
    body: { code: 'wrong_decision' },
  });
});

it('support signs nothing but its own emergencies', async () => {
  const asked = { kind: 'approval', decision: 'approve', target: 'dlg_1' };
  expect(await house.call(eve, 'POST', '/v1/statements', asked)).toMatchObject({
    status: 403,
    body: { code: 'wrong_domain' },
  });
});

it('lists who declared it among the signatures, to be verified elsewhere like every other', async () => {
  const { target, body } = request();
  const signed = await sign(eve, { kind: 'emergency', decision: 'declare', target });
  const id = String((await house.call(eve, 'POST', '/v1/delegations', { ...body, signed })).body.id);
  const emil = await signer('emil', ['delegation.approve']);
  const approval = { kind: 'approval', target: id, decision: 'approve', comment: 'Go.' };
  const approved = { decision: 'approve', comment: 'Go.', signed: await sign(emil, approval) };
  await house.call(emil, 'POST', `/v1/delegations/${id}/approvals`, approved);
  const audra = await signer('audra', ['audit.read']);
  const list = async () => {
    const { body } = await house.call(audra, 'GET', `/v1/delegations/${id}/signatures`);
    return body.items as (SignedByKey & { challenge: string })[];
  };

  const [declaration, ...others] = await list();
  expect(declaration).toMatchObject({
    kind: 'declaration',
    signer: eve.principal.id,
    decision: 'declare',
    method: 'passkey',
    statement: { kind: 'emergency', target: 'request', details_hash: target },
    holds: true,
  });
  expect(others).toMatchObject([{ kind: 'approval', signer: emil.principal.id, holds: true }]);
  if (!declaration) throw new Error('Nothing was declared.');
  expect(await verifySigned(declaration, relyingParty(house.context))).toBe(true);
  const { statement, nonce } = declaration;
  expect(declaration.challenge).toBe(challengeOf(statement, nonce));

  await house.database.run(
    update(delegations).set({ justification: 'Something else.' }).where(eq(delegations.id, id)),
  );
  expect((await list())[0]).toMatchObject({ kind: 'declaration', holds: false });
});
