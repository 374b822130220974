import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type House, openHouse, READ, SENSITIVE, WRITE } from '#test/house.ts';
import { answerConsent } from './answer-consent.ts';
import { buildStatement } from './build-statement.ts';
import { endDelegation } from './end-delegation.ts';
import { expireDue } from './expire-due.ts';
import { reviewRequest } from './review-request.ts';
import { revokeGrant } from './revoke-grant.ts';
import { listDelegations, readDelegation } from './visible.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const types = async (id: string) => (await house.entries(id)).map(({ type }) => type);
const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code });

describe('from a request to a grant', () => {
  it('grants a read on the consent alone', async () => {
    const asked = await house.asks('ana', 'mira', READ);
    expect(asked.state.status).toBe('pending');
    const granted = await house.answers('mira', asked);
    expect(granted.state).toMatchObject({ status: 'granted', startBy: new Date('2026-03-02T10:00:00.000Z') });
    expect(await types(asked.id)).toEqual(['delegation.requested', 'consent.given', 'delegation.granted']);
  });

  it('asks for one approval and then the consent before a write', async () => {
    const asked = await house.asks('ana', 'mira', WRITE);
    await expect(house.answers('mira', asked)).rejects.toThrow(refusal('approvals_open'));
    expect((await house.reviews('tess', asked)).state.status).toBe('pending');
    expect((await house.answers('mira', asked)).state.status).toBe('granted');
  });

  it('asks for two groups, in order, before a sensitive write', async () => {
    const asked = await house.asks('ana', 'mira', SENSITIVE);
    await expect(house.reviews('sam', asked)).rejects.toThrow(refusal('approval_not_permitted'));
    await house.reviews('tess', asked);
    await expect(house.answers('mira', asked)).rejects.toThrow(refusal('approvals_open'));
    await house.reviews('sam', asked);
    expect((await house.answers('mira', asked)).state.status).toBe('granted');
  });

  it('names in the grant, by hash, the request, every approval and the consent', async () => {
    const asked = await house.asks('ana', 'mira', SENSITIVE);
    await house.reviews('tess', asked);
    await house.reviews('sol', asked);
    await house.answers('mira', asked);
    const entries = await house.entries(asked.id);
    const grant = entries.find(({ type }) => type === 'delegation.granted');
    const signed = entries.flatMap((entry) => (entry.hashes as Record<string, string>).statement ?? []);
    expect(grant?.hashes).toEqual({
      details: asked.detailsHash,
      approval_1: signed[0],
      approval_2: signed[1],
      consent: signed[2],
    });
  });

  it('grants the intersection of the request and every signed narrowing', async () => {
    const asked = await house.asks('ana', 'mira', [...WRITE, 'accounts:profile.read']);
    const [item] = asked.requested;
    if (!item) throw new Error('nothing was asked');
    await house.reviews('tess', asked, 'approve', {
      narrowed: [{ ...item, actions: WRITE, max_duration: 300 }],
    });
    const granted = await house.answers('mira', asked, 'give', {
      narrowed: [{ ...item, actions: ['accounts:settings.read', 'accounts:profile.read'] }],
    });
    expect(granted.effective).toEqual([{ ...item, actions: ['accounts:settings.read'], max_duration: 300 }]);
  });

  it('refuses a widening called a narrowing', async () => {
    const asked = await house.asks('ana', 'mira', READ);
    const narrowed = asked.requested.map((item) => ({
      ...item,
      actions: [...item.actions, 'accounts:invoice.read'],
    }));
    await expect(house.answers('mira', asked, 'give', { narrowed })).rejects.toThrow(
      refusal('not_a_narrowing'),
    );
  });

  it('keeps pending what an approver only asks about', async () => {
    const asked = await house.asks('ana', 'mira', WRITE);
    const questioned = await house.reviews('tess', asked, 'ask', { comment: 'Which setting?' });
    expect(questioned.state.status).toBe('pending');
    expect(await types(asked.id)).toContain('approval.questioned');
  });
});

describe('what ends it before the grant', () => {
  it('an approver says no', async () => {
    const asked = await house.asks('ana', 'mira', WRITE);
    const denied = await house.reviews('tess', asked, 'deny', { comment: 'Not needed.' });
    expect(denied.state).toMatchObject({ status: 'denied', reason: 'Not needed.' });
    await expect(house.answers('mira', asked)).rejects.toThrow(refusal('not_pending'));
  });
  it('the customer says no', async () => {
    const asked = await house.asks('ana', 'mira', READ);
    expect((await house.answers('mira', asked, 'refuse')).state.status).toBe('denied');
  });
  it('the agent takes it back', async () => {
    const asked = await house.asks('ana', 'mira', READ);
    const principal = house.who('support', 'ana');
    expect((await endDelegation(house.context, { principal, id: asked.id })).state.status).toBe('withdrawn');
    await expect(house.answers('mira', asked)).rejects.toThrow(refusal('not_pending'));
  });
  it('nobody decides in time, swept or not', async () => {
    const asked = await house.asks('ana', 'mira', READ);
    house.clock.pass(24 * 3600);
    await expect(house.answers('mira', asked)).rejects.toThrow(refusal('not_pending'));
    expect(await expireDue(house.context)).toBeGreaterThan(0);
    const read = await readDelegation(house.context, {
      principal: house.who('support', 'ana'),
      id: asked.id,
    });
    expect(read.state).toMatchObject({ status: 'expired', endedAt: asked.clocks.decideBy });
    expect(await types(asked.id)).toEqual(['delegation.requested', 'delegation.expired']);
    expect(await expireDue(house.context)).toBe(0);
  });
});

describe('what ends a grant', () => {
  const granted = async () => house.answers('mira', await house.asks('ana', 'mira', READ));
  it('the customer, without a reason', async () => {
    const { id } = await granted();
    const revoked = await revokeGrant(house.context, { principal: house.who('customer', 'mira'), id });
    expect(revoked.state).toMatchObject({ status: 'revoked', endedBy: { kind: 'customer' } });
    expect((await types(id)).at(-1)).toBe('delegation.revoked');
  });
  it('an admin, with a reason', async () => {
    const { id } = await granted();
    const principal = house.who('admin', 'tess');
    await expect(revokeGrant(house.context, { principal, id })).rejects.toThrow(refusal('text_length'));
    const revoked = await revokeGrant(house.context, { principal, id, reason: 'Ticket closed.' });
    expect(revoked.state).toMatchObject({ status: 'revoked', reason: 'Ticket closed.' });
  });
  it('nobody starts in time', async () => {
    const { id, subjectId } = await granted();
    house.clock.pass(3600);
    const [shown] = (
      await listDelegations(house.context, { principal: house.who('customer', 'mira'), limit: 1 })
    ).items;
    expect(shown).toMatchObject({ id, subjectId, state: { status: 'expired' } });
  });
  it('never its agent by revoking', async () => {
    const { id } = await granted();
    const attempt = revokeGrant(house.context, { principal: house.who('support', 'ana'), id });
    await expect(attempt).rejects.toThrow(refusal('wrong_domain'));
  });
});

describe('who is refused', () => {
  it('an agent who asks for what is never allowed', async () => {
    const attempt = house.asks('ana', 'mira', ['accounts:billing.update']);
    await expect(attempt).rejects.toThrow(refusal('policy_denied'));
  });
  it("an agent who names another customer's account", async () => {
    const attempt = house.asks('ana', 'mira', READ, { identifier: house.accountOf('noel') });
    await expect(attempt).rejects.toThrow(refusal('policy_denied'));
  });
  it('an agent who asks about a privileged customer, without being told so', async () => {
    const error = await house.asks('ana', 'olga', READ).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'policy_denied' });
    expect(String(error)).not.toMatch(/privileged/i);
  });
  it("an agent who asks about a colleague's own account", async () => {
    await expect(house.asks('ana', 'benno', READ)).rejects.toThrow(refusal('policy_denied'));
  });
  it('an approver who is the same person as the requester', async () => {
    const asked = await house.asks('cleo', 'mira', WRITE);
    await expect(house.reviews('cleo', asked)).rejects.toThrow(refusal('approval_not_permitted'));
  });
  it('an approver who is the subject', async () => {
    const asked = await house.asks('ana', 'tessa', WRITE);
    await expect(house.reviews('tess', asked)).rejects.toThrow(refusal('approval_not_permitted'));
  });
  it('an approver who signs twice', async () => {
    const asked = await house.asks('ana', 'mira', SENSITIVE);
    await house.reviews('tess', asked);
    await expect(house.reviews('tess', asked)).rejects.toThrow(refusal('approval_not_permitted'));
  });
  it('a customer who may not consent for the account', async () => {
    const asked = await house.asks('ana', 'mira', READ);
    await expect(house.answers('noel', asked)).rejects.toThrow(refusal('not_found'));
  });
  it("another agent who looks at or takes back a colleague's request", async () => {
    const { id } = await house.asks('ana', 'mira', READ);
    const principal = house.who('support', 'ben');
    await expect(readDelegation(house.context, { principal, id })).rejects.toThrow(refusal('not_found'));
    await expect(endDelegation(house.context, { principal, id })).rejects.toThrow(refusal('not_found'));
  });
  it('whoever asks for longer than policy allows', async () => {
    const attempt = house.asks('ana', 'mira', SENSITIVE, { max_duration: 3600 });
    await expect(attempt).rejects.toThrow(refusal('duration_too_long'));
  });
  it('whoever hides characters in what others will sign', async () => {
    const { context } = house;
    const asked = await house.asks('ana', 'mira', WRITE);
    const attempt = house.reviews('tess', asked, 'deny', { comment: 'fine\u202eenif' });
    await expect(attempt).rejects.toThrow(refusal('text_not_signable'));
    expect(
      (await readDelegation(context, { principal: house.who('support', 'ana'), id: asked.id })).reviews,
    ).toEqual([]);
  });
  it.each(['support', 'admin'] as const)(
    'anyone of the %s domain who answers for the customer',
    async (domain) => {
      const asked = await house.asks('ana', 'mira', READ);
      const principal = house.who(domain, domain === 'support' ? 'ana' : 'tess');
      const statement = { kind: 'consent', target: asked.id, decision: 'give' } as const;
      await expect(buildStatement(house.context, { principal, statement })).rejects.toThrow(
        refusal('wrong_domain'),
      );
    },
  );
});

describe('a signed statement', () => {
  const signed = async (id: string, decision: 'approve' | 'deny') => {
    const principal = house.who('admin', 'tess');
    const built = await buildStatement(house.context, {
      principal,
      statement: { kind: 'approval', target: id, decision },
    });
    return { statement: built.statement, nonce: built.nonce, method: 'session' as const };
  };
  const principal = () => house.who('admin', 'tess');

  it('serves one decision, once', async () => {
    const asked = await house.asks('ana', 'mira', WRITE);
    const review = { id: asked.id, decision: 'approve' as const, signed: await signed(asked.id, 'approve') };
    await reviewRequest(house.context, { principal: principal(), review });
    await expect(reviewRequest(house.context, { principal: principal(), review })).rejects.toThrow(
      refusal('statement_not_valid'),
    );
  });
  it('never serves another decision', async () => {
    const asked = await house.asks('ana', 'mira', WRITE);
    const review = { id: asked.id, decision: 'approve' as const, signed: await signed(asked.id, 'deny') };
    await expect(reviewRequest(house.context, { principal: principal(), review })).rejects.toThrow(
      refusal('statement_not_valid'),
    );
  });
  it('never serves another delegation', async () => {
    const [one, other] = [await house.asks('ana', 'mira', WRITE), await house.asks('ana', 'mira', WRITE)];
    const review = { id: one.id, decision: 'approve' as const, signed: await signed(other.id, 'approve') };
    await expect(reviewRequest(house.context, { principal: principal(), review })).rejects.toThrow(
      refusal('statement_not_valid'),
    );
  });
  it('never serves another signer', async () => {
    const asked = await house.asks('ana', 'mira', WRITE);
    const review = { id: asked.id, decision: 'approve' as const, signed: await signed(asked.id, 'approve') };
    const attempt = reviewRequest(house.context, { principal: house.who('admin', 'cleo'), review });
    await expect(attempt).rejects.toThrow(refusal('statement_not_valid'));
  });
  it('is too old after five minutes', async () => {
    const asked = await house.asks('ana', 'noel', READ);
    const customer = house.who('customer', 'noel');
    const statement = { kind: 'consent', target: asked.id, decision: 'give' } as const;
    const built = await buildStatement(house.context, { principal: customer, statement });
    house.clock.pass(301);
    const answer = {
      id: asked.id,
      decision: 'give' as const,
      signed: { statement: built.statement, nonce: built.nonce, method: 'session' as const },
    };
    await expect(answerConsent(house.context, { principal: customer, answer })).rejects.toThrow(
      refusal('statement_not_valid'),
    );
  });
});
