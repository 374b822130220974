import { afterAll, beforeAll, expect, it } from 'vitest';
import { readDelegation } from '#broker/delegation/visible.ts';
import { type MailHouse, openMailHouse } from '#test/mail-house.ts';

let house: MailHouse;
beforeAll(async () => {
  house = await openMailHouse();
});
afterAll(() => house?.close());

async function untouched(id: string) {
  const principal = house.who('admin', 'sam');
  const read = await readDelegation(house.context, { principal, id });
  expect(read.state.status).toBe('pending');
  expect((await house.entries(id)).map(({ type }) => type)).not.toContain('consent.given');
}

it('not the consent to another request', async () => {
  const [one, other] = [await house.approved('ana', 'mira'), await house.approved('ben', 'mira')];
  await house.builds('mira', one);
  const code = house.mailedCode();
  const built = await house.builds('mira', other);
  await expect(house.consents('mira', other, built, code)).rejects.toMatchObject({ code: 'code_wrong' });
  await untouched(other.id);
});

it('not a later statement about the same request', async () => {
  const asked = await house.approved('ana', 'mira');
  await house.builds('mira', asked);
  const code = house.mailedCode();
  const again = await house.builds('mira', asked);
  await expect(house.consents('mira', asked, again, code)).rejects.toMatchObject({ code: 'code_wrong' });
  await untouched(asked.id);
});

it('not more than the customer was mailed', async () => {
  const asked = await house.approved('ana', 'noel');
  const [detail] = asked.requested;
  if (!detail) throw new Error('Nothing was asked.');
  const less = [{ ...detail, max_duration: 60 }];
  const built = await house.builds('noel', asked, 'give', less);
  await expect(house.consents('noel', asked, built, house.mailedCode())).rejects.toMatchObject({
    code: 'statement_not_valid',
  });
  const { narrowed_hash: _, ...whole } = built.statement;
  const again = await house.builds('noel', asked, 'give', less);
  await expect(
    house.consents('noel', asked, { ...again, statement: whole }, house.mailedCode()),
  ).rejects.toMatchObject({ code: 'code_wrong' });
  await untouched(asked.id);
});

it('not by another customer, who was mailed none', async () => {
  const asked = await house.approved('ben', 'noel');
  const built = await house.builds('noel', asked);
  await expect(house.consents('mira', asked, built, house.mailedCode())).rejects.toMatchObject({
    code: 'not_found',
  });
  await untouched(asked.id);
});

it('not twice, and not when it is too old', async () => {
  const asked = await house.approved('ana', 'mira');
  const built = await house.builds('mira', asked);
  const code = house.mailedCode();
  house.clock.pass(601);
  await expect(house.consents('mira', asked, built, code)).rejects.toMatchObject({ code: 'code_used_up' });
  await untouched(asked.id);
  const anew = await house.builds('mira', asked);
  const mailed = house.mailedCode();
  await house.consents('mira', asked, anew, mailed);
  await expect(house.consents('mira', asked, anew, mailed)).rejects.toMatchObject({ code: 'code_used_up' });
  const given = (await house.entries(asked.id)).filter(({ type }) => type === 'consent.given');
  expect(given).toHaveLength(1);
});
