import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listAlerts } from '#broker/alerts/list-alerts.ts';
import { readReview } from '#broker/governance/reviews/list-reviews.ts';
import { startSession } from '#broker/session/start-session.ts';
import { stopSession } from '#broker/session/stop-session.ts';
import { RESOURCE } from '#test/demo.ts';
import { type House, openHouse, READ } from '#test/house.ts';
import { declaredHash, offerDeclaration } from './declare-emergency.ts';
import { previewRequest } from './preview-request.ts';
import { submitRequest } from './submit-request.ts';
import { postReviews } from './tables.ts';
import { readDelegation } from './visible.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(() => house.clock.pass(3600));

const types = async (id: string) => (await house.entries(id)).map(({ type }) => type);
const alertsOf = async (id: string) => {
  const principal = house.who('admin', 'sam');
  const { items } = await listAlerts(house.context, { principal, limit: 100 });
  return items.filter(({ delegationId }) => delegationId === id).map(({ kind }) => kind);
};
const starts = (delegationId: string) =>
  startSession(house.context, {
    principal: house.who('support', 'eve'),
    delegationId,
    grantKey: { jkt: 'key' },
  });
const count = async () => house.database.handle.$count(postReviews);

describe('an emergency', () => {
  it('is declared with a signature of the responder over whom, what and why', async () => {
    const asked = await house.declares('eve', 'mira');
    expect(asked).toMatchObject({ state: { status: 'pending' }, emergency: true });
    const principal = house.who('support', 'eve');
    const read = await readDelegation(house.context, { principal, id: asked.id });
    expect(read.declaration).toMatchObject({
      method: 'passkey',
      statement: {
        kind: 'emergency',
        decision: 'declare',
        target: 'request',
        signer: principal.id,
        details_hash: declaredHash({
          subject: asked.subjectId,
          details: asked.requested,
          justification: asked.justification,
        }),
      },
    });
    const entries = await house.entries(asked.id);
    expect(entries.map(({ type }) => type)).toEqual(['emergency.declared', 'delegation.requested']);
    expect(entries[0]).toMatchObject({
      actor: principal.id,
      subject: asked.subjectId,
      hashes: { details: asked.detailsHash, statement: read.declaration?.challenge },
    });
    expect(await alertsOf(asked.id)).toEqual([]);
  });

  it('is granted on one signature more, without consent, and at once there is an alert and a review', async () => {
    const before = await count();
    const asked = await house.declares('eve', 'mira');
    const granted = await house.reviews('emil', asked);
    expect(granted.state.status).toBe('granted');
    expect(await types(asked.id)).toEqual([
      'emergency.declared',
      'delegation.requested',
      'approval.given',
      'delegation.granted',
      'review.opened',
    ]);
    expect(await alertsOf(asked.id)).toEqual(['emergency_granted']);
    expect(await count()).toBe(before + 1);
    const grant = (await house.entries(asked.id)).find(({ type }) => type === 'delegation.granted');
    expect(grant?.hashes).toMatchObject({ declaration: asked.declaration?.challenge });
    const principal = house.who('admin', 'audra');
    expect((await readReview(house.context, { principal, id: asked.id })).state.status).toBe('waiting');
  });

  it('is open for ten minutes, to read, with an entry and an alert for every going in', async () => {
    const { id } = await house.reviews('edda', await house.declares('eve', 'noel'));
    const session = await starts(id);
    expect(session).toMatchObject({ level: 'read', delegation: { emergency: true } });
    expect(session.expiresAt.getTime() - session.startedAt.getTime()).toBe(600_000);
    const entries = await house.entries(id);
    expect(entries.find(({ type }) => type === 'emergency.opened')).toMatchObject({
      actor: house.who('support', 'eve').id,
      subject: house.who('customer', 'noel').id,
      session: session.id,
    });
    expect(await alertsOf(id)).toEqual(['emergency_opened', 'emergency_granted']);
    await stopSession(house.context, session, { kind: 'admin', id: house.who('admin', 'sam').id }, 'Enough.');
  });

  it('that nobody approves opens nothing: no alert, no review', async () => {
    const before = await count();
    const asked = await house.declares('eve', 'mira');
    expect((await house.reviews('emil', asked, 'deny')).state.status).toBe('denied');
    expect(await alertsOf(asked.id)).toEqual([]);
    expect(await count()).toBe(before);
  });

  it('an ordinary grant brings no alert and no review', async () => {
    const before = await count();
    const granted = await house.answers('mira', await house.asks('ana', 'mira', READ));
    expect(granted.state.status).toBe('granted');
    expect(await alertsOf(granted.id)).toEqual([]);
    expect(await count()).toBe(before);
  });
});

describe('is refused', () => {
  const request = () => ({
    subject: house.who('customer', 'mira').id,
    justification: 'The customer wrote that the settings look wrong.',
    authorizationDetails: [
      {
        type: 'delegation_session' as const,
        actions: READ,
        locations: [RESOURCE],
        identifier: house.accountOf('mira'),
        purpose: { code: 'check-setting', ref: 'TCK-1042' },
        max_duration: 600,
      },
    ],
    emergency: true,
  });
  const located = async () => {
    const [item] = (await house.declares('eve', 'mira')).requested;
    if (!item) throw new Error('Nothing was asked.');
    return { ...request(), authorizationDetails: [item] };
  };
  const files = async (change: (asked: Awaited<ReturnType<typeof located>>) => object) => {
    const principal = house.who('support', 'eve');
    const asked = await located();
    const { subject, justification, authorizationDetails: details } = asked;
    const hash = declaredHash({ subject, details, justification });
    const offered = await offerDeclaration(house.context, { principal, hash });
    const signed = await house.signsWithPasskey(principal, offered);
    const before = (await house.entries()).length;
    const filed = submitRequest(house.context, {
      principal,
      request: { ...asked, signed, ...change(asked) },
    });
    return { filed, before };
  };

  it.each([
    ['without a signature', 'not_signed', () => ({ signed: undefined })],
    [
      'signed for another motive',
      'statement_not_valid',
      () => ({ justification: 'Something else altogether.' }),
    ],
    ['signed for another customer', 'policy_denied', () => ({ subject: house.who('customer', 'noel').id })],
    [
      'signed for other actions',
      'statement_not_valid',
      ({ authorizationDetails: [item] }: Awaited<ReturnType<typeof located>>) => ({
        authorizationDetails: [{ ...item, actions: READ.slice(0, 1) }],
      }),
    ],
    ['for later', 'emergency_is_now', () => ({ notBefore: new Date(house.clock.at.getTime() + 60_000) })],
  ] as const)('%s', async (_, code, change) => {
    const { filed, before } = await files(change);
    await expect(filed).rejects.toMatchObject({ code });
    expect((await house.entries()).length).toBe(before);
  });

  it('a second time on one signature', async () => {
    const principal = house.who('support', 'eve');
    const asked = await located();
    const { subject, justification, authorizationDetails: details } = asked;
    const hash = declaredHash({ subject, details, justification });
    const offered = await offerDeclaration(house.context, { principal, hash });
    const signed = await house.signsWithPasskey(principal, offered);
    await submitRequest(house.context, { principal, request: { ...asked, signed } });
    await expect(
      submitRequest(house.context, { principal, request: { ...asked, signed } }),
    ).rejects.toMatchObject({ code: 'statement_not_valid' });
  });

  it('a preview needs no signature and says what it would take', async () => {
    const verdict = await previewRequest(house.context, {
      principal: house.who('support', 'eve'),
      request: await located(),
    });
    expect(verdict).toMatchObject({ decision: 'allow', obligations: { approvals: ['emergency'] } });
  });
});
