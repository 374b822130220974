import { afterAll, beforeAll, expect, it } from 'vitest';
import { readDelegation } from '#broker/delegation/visible.ts';
import { type MailHouse, openMailHouse } from '#test/mail-house.ts';

let house: MailHouse;
beforeAll(async () => {
  house = await openMailHouse();
});
afterAll(() => house?.close());

async function untouched(id: string) {
  const read = await readDelegation(house.context, { principal: house.who('admin', 'sam'), id });
  expect(read.state.status).toBe('pending');
  expect((await house.entries(id)).map(({ type }) => type)).not.toContain('consent.given');
}

const code = (error: unknown) => (error as { code?: string }).code;

it('after five wrong ones the right one confirms nothing', async () => {
  const asked = await house.approved('ana', 'mira');
  const built = await house.builds('mira', asked);
  const right = house.mailedCode();
  const answers: unknown[] = [];
  for (let i = 0; i < 6; i += 1)
    answers.push(await house.consents('mira', asked, built, i < 5 ? 'WWWWW-WWWWW' : right).catch(code));
  expect(answers).toEqual([
    'code_wrong',
    'code_wrong',
    'code_wrong',
    'code_wrong',
    'code_used_up',
    'code_used_up',
  ]);
  await untouched(asked.id);
});

it('guessing many at once is no way to guess more', async () => {
  const asked = await house.approved('ana', 'noel');
  const built = await house.builds('noel', asked);
  const guesses = await Promise.all(
    Array.from({ length: 20 }, () => house.consents('noel', asked, built, 'WWWWW-WWWWW').catch(code)),
  );
  expect(guesses.filter((one) => one === 'code_wrong')).toHaveLength(4);
  expect(guesses.filter((one) => one === 'code_used_up')).toHaveLength(16);
  await expect(house.consents('noel', asked, built, house.mailedCode())).rejects.toMatchObject({
    code: 'code_used_up',
  });
  await untouched(asked.id);
});
