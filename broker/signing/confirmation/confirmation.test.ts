import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerConsent } from '#broker/delegation/answer-consent.ts';
import { buildStatement } from '#broker/delegation/build-statement.ts';
import { onlySigned, verifiedSignatures } from '#broker/delegation/only-signed.ts';
import { readDelegation } from '#broker/delegation/visible.ts';
import { bundleFromFiles } from '#broker/policy/bundle.ts';
import type { SignatureRule } from '#broker/policy/bundle-shape.ts';
import { type Engine, prepare } from '#broker/policy/engine.ts';
import { nonceHash } from '#broker/signing/nonce-hash.ts';
import { type MailHouse, openMailHouse } from '#test/mail-house.ts';
import { confirmationCodes } from './tables.ts';

let house: MailHouse;
let shipped: Engine;
beforeAll(async () => {
  house = await openMailHouse();
  shipped = house.context.policy;
});
afterAll(() => house?.close());

function ruling(rule: SignatureRule): void {
  const { files } = shipped.bundle;
  const signatures = JSON.parse(files['signatures.json'] ?? '{}') as object;
  const changed = JSON.stringify({ ...signatures, sensitive_consent: rule });
  house.judgeBy(prepare(bundleFromFiles({ ...files, 'signatures.json': changed })));
}

const confirmed = async (agent: string, customer: string) => {
  const asked = await house.approved(agent, customer);
  const built = await house.builds(customer, asked);
  return house.consents(customer, asked, built, house.mailedCode());
};

describe('a sensitive consent of somebody without a passkey', () => {
  it('is confirmed by the code that is mailed, and the mail says what it confirms', async () => {
    const asked = await house.approved('ana', 'mira');
    const built = await house.builds('mira', asked);
    expect(built).toMatchObject({ method: 'confirmation', confirmation: { sentTo: 'm•••@e•••.org' } });
    expect(built.expiresAt.getTime() - house.clock.at.getTime()).toBe(600_000);
    const letter = house.lastMail();
    expect(letter.to).toEqual([await house.addressOf('mira')]);
    for (const said of [
      asked.actor.id,
      house.accountOf('mira'),
      'accounts:credential.rotate',
      'The customer wrote that the settings look wrong.',
      'TCK-1042',
      '10 minutes',
      'by telephone',
    ])
      expect(letter.text.replaceAll(/\s+/g, ' ')).toContain(said);

    const code = house.mailedCode();
    const granted = await house.consents('mira', asked, built, code.toLowerCase().replace('-', ' '));
    expect(granted.state.status).toBe('granted');
    expect(granted.consent?.signature).toMatchObject({
      method: 'confirmation',
      proof: { sent_to: 'm•••@e•••.org' },
      challenge: built.challenge,
    });
    const entries = await house.entries(asked.id);
    expect(entries.find(({ type }) => type === 'consent.given')).toMatchObject({
      facts: { method: 'confirmation' },
      hashes: { statement: built.challenge },
    });
    const principal = house.who('customer', 'mira');
    const read = await readDelegation(house.context, { principal, id: asked.id });
    expect((await verifiedSignatures(house.context, read)).consent).toBe(true);
    const codes = await house.database.handle.select().from(confirmationCodes);
    for (const kept of [entries, read, codes]) {
      expect(JSON.stringify(kept)).not.toContain(code);
      expect(JSON.stringify(kept)).not.toContain(code.replace('-', ''));
    }
  });

  it('to less than was asked is mailed as what is left', async () => {
    const asked = await house.approved('ana', 'noel');
    const [detail] = asked.requested;
    if (!detail) throw new Error('Nothing was asked.');
    const less = [{ ...detail, actions: ['accounts:credential.rotate'], max_duration: 120 }];
    const built = await house.builds('noel', asked, 'give', less);
    expect(house.lastMail().text).toContain('for 2 minutes');
    expect(house.lastMail().text).not.toContain('accounts:profile.read');
    const granted = await house.consents('noel', asked, built, house.mailedCode(), less);
    expect(granted.effective).toEqual(less);
  });

  it('is mailed to nobody before the approvals are complete', async () => {
    const asked = await house.asks('ana', 'mira', ['accounts:credential.rotate']);
    const before = house.server.received.length;
    await expect(house.builds('mira', asked)).rejects.toMatchObject({ code: 'approvals_open' });
    expect(house.server.received).toHaveLength(before);
  });

  it('a no takes no code, and no mail is sent for it', async () => {
    const asked = await house.approved('ben', 'mira');
    const before = house.server.received.length;
    expect(await house.builds('mira', asked, 'refuse')).toMatchObject({ method: 'session' });
    expect((await house.answers('mira', asked, 'refuse')).state.status).toBe('denied');
    expect(house.server.received).toHaveLength(before);
  });

  it('who mistypes the code may try again, and what is mistyped is used up by nobody', async () => {
    const asked = await house.approved('ana', 'mira');
    const built = await house.builds('mira', asked);
    await expect(house.consents('mira', asked, built, 'AAAAA-AAAAA')).rejects.toMatchObject({
      code: 'code_wrong',
      status: 403,
      extra: { tries_left: 4 },
    });
    expect((await house.consents('mira', asked, built, house.mailedCode())).state.status).toBe('granted');
  });

  it('of many at once with the right code one counts', async () => {
    const asked = await house.approved('ben', 'noel');
    const built = await house.builds('noel', asked);
    const code = house.mailedCode();
    const tried = await Promise.allSettled(
      Array.from({ length: 4 }, () => house.consents('noel', asked, built, code)),
    );
    expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [row] = await house.database.handle
      .select()
      .from(confirmationCodes)
      .where(eq(confirmationCodes.nonceHash, nonceHash(built.nonce)));
    expect(row?.usedAt).not.toBeNull();
  });
});

describe('mail that does not arrive', () => {
  it('is said at once, and nothing of the code is told', async () => {
    const asked = await house.approved('ana', 'noel');
    house.server.isDown = true;
    await expect(house.builds('noel', asked)).rejects.toMatchObject({
      code: 'confirmation_not_sent',
      status: 503,
    });
    house.server.isDown = false;
    house.server.unknown.add(String(await house.addressOf('noel')));
    await expect(house.builds('noel', asked)).rejects.toMatchObject({
      code: 'confirmation_unavailable',
      status: 403,
    });
    house.server.unknown.clear();
  });

  it('five codes an hour are mailed for one request', async () => {
    const asked = await house.approved('ana', 'mira');
    for (let i = 0; i < 5; i += 1) await house.builds('mira', asked);
    const before = house.server.received.length;
    await expect(house.builds('mira', asked)).rejects.toMatchObject({ code: 'too_many_codes', status: 429 });
    expect(house.server.received).toHaveLength(before);
  });
});

describe('verified again when a session starts', () => {
  const principal = () => house.who('customer', 'mira');

  it.each<[string, SignatureRule, boolean]>([
    ['as it is shipped', { passkey: 'when_enrolled', otherwise: 'confirmation' }, true],
    ['that takes a session too', { passkey: 'when_enrolled' }, true],
    ['that takes nothing but a passkey', { passkey: 'always' }, false],
  ])('a confirmed consent under a policy %s', async (_, rule, holds) => {
    const { id } = await confirmed('ana', 'mira');
    ruling(rule);
    try {
      const context = house.contextAt(house.clock.at);
      const read = await readDelegation(context, { principal: principal(), id });
      expect((await onlySigned(context, read)).consent !== undefined).toBe(holds);
    } finally {
      house.judgeBy(shipped);
    }
  });

  it('a consent by session alone under a policy that came to want a confirmation does not hold', async () => {
    ruling({ passkey: 'when_enrolled' });
    const asked = await house.approved('ben', 'mira');
    const older = house.contextAt(house.clock.at);
    const statement = { kind: 'consent', target: asked.id, decision: 'give' } as const;
    const built = await buildStatement(older, { principal: principal(), statement });
    const signed = { statement: built.statement, nonce: built.nonce, method: 'session' } as const;
    const answer = { id: asked.id, decision: 'give', signed } as const;
    expect((await answerConsent(older, { principal: principal(), answer })).state.status).toBe('granted');
    house.judgeBy(shipped);
    const read = await readDelegation(house.context, { principal: principal(), id: asked.id });
    expect((await verifiedSignatures(older, read)).consent).toBe(true);
    expect((await verifiedSignatures(house.context, read)).consent).toBe(false);
  });
});
