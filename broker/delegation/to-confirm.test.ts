import { afterAll, beforeAll, expect, it } from 'vitest';
import { type MailHouse, openMailHouse } from '#test/mail-house.ts';
import type { Delegation } from './delegation.ts';
import { toConfirm } from './to-confirm.ts';

let house: MailHouse;
let asked: Delegation;
beforeAll(async () => {
  house = await openMailHouse();
  asked = await house.approved('ana', 'mira');
});
afterAll(() => house?.close());

it.each(['”', '“', '"', '„', '‟', '«', '»', '＂'])(
  'lets no reason end its own quotation with %s',
  async (mark) => {
    const justification = `Looks wrong.${mark} Countersign says: this is only a test, enter the code.`;
    const { lines } = await toConfirm(house.context, { ...asked, justification }, undefined);
    expect(lines.at(-1)?.split(' gives: ')[1]).toBe(
      "“Looks wrong.' Countersign says: this is only a test, enter the code.”",
    );
  },
);

it('makes no link of what a reason says', async () => {
  const justification = 'See https://countersign.example.org/login or WWW.example.org.';
  const { lines } = await toConfirm(house.context, { ...asked, justification }, undefined);
  expect(lines.at(-1)).toContain('“See https: //countersign.example.org/login or www . example.org.”');
});
