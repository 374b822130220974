import { afterAll, beforeAll, expect, it } from 'vitest';
import { readDelegation } from '#broker/delegation/visible.ts';
import { addPasskey } from '#broker/signing/passkeys/add-passkey.ts';
import { buildEnrolmentStatement } from '#broker/signing/passkeys/build-enrolment-statement.ts';
import { confirmPasskey } from '#broker/signing/passkeys/confirm-passkey.ts';
import { registrationOptions } from '#broker/signing/passkeys/registration-options.ts';
import { activePasskeys, findPasskey } from '#broker/signing/passkeys/store.ts';
import { type MailHouse, openMailHouse } from '#test/mail-house.ts';
import { Authenticator } from '#test/passkey.ts';

let house: MailHouse;
beforeAll(async () => {
  house = await openMailHouse();
});
afterAll(() => house?.close());

async function adds(login: string, name: string) {
  const principal = house.who('customer', login);
  const authenticator = new Authenticator();
  const response = authenticator.register(await registrationOptions(house.context, principal));
  const passkey = await addPasskey(house.context, { principal, wanted: { name, response } });
  return { principal, authenticator, passkey };
}

const prepares = ({ principal, passkey }: Awaited<ReturnType<typeof adds>>) =>
  buildEnrolmentStatement(house.context, { principal, target: passkey.id, decision: 'confirm' });

it('its key waits, and neither the session nor a guess nor the key itself lets it in', async () => {
  const added = await adds('mira', 'Key of the console');
  const { principal, authenticator, passkey } = added;
  expect(passkey).toMatchObject({ state: 'pending', enrolledBy: 'confirmation' });
  const built = await prepares(added);
  expect(built).toMatchObject({ method: 'confirmation', confirmation: { sentTo: 'm•••@e•••.org' } });
  const { statement, nonce } = built;
  const confirming = { principal, id: passkey.id, decision: 'confirm' } as const;
  for (const [signed, code] of [
    [{ statement, nonce, method: 'session' }, 'confirmation_required'],
    [{ statement, nonce, method: 'confirmation', code: 'WWWWW-WWWWW' }, 'code_wrong'],
    [authenticator.signs(built), 'passkey_not_vouched'],
  ] as const)
    await expect(confirmPasskey(house.context, { ...confirming, signed })).rejects.toMatchObject({ code });
  expect(await activePasskeys(house.context.reader, principal.id)).toEqual([]);
  const types = (await house.entries()).filter(({ target }) => target === passkey.id).map(({ type }) => type);
  expect(types).toEqual(['passkey.added']);

  const asked = await house.approved('ana', 'mira');
  expect(await house.builds('mira', asked)).toMatchObject({ method: 'confirmation' });
  const read = await readDelegation(house.context, { principal, id: asked.id });
  expect(read.state.status).toBe('pending');
});

it('the mail names the key, so that a code for one lets in no other', async () => {
  const [own, others] = [await adds('noel', 'Own laptop'), await adds('noel', 'Key of the console')];
  const built = await prepares(own);
  expect(house.lastMail().text).toContain('Own laptop');
  expect(house.lastMail().text).toContain(own.authenticator.fingerprint);
  const code = house.mailedCode();
  const { statement, nonce } = await prepares(others);
  const signed = { statement, nonce, method: 'confirmation', code } as const;
  const confirming = { principal: own.principal, decision: 'confirm' } as const;
  await expect(
    confirmPasskey(house.context, { ...confirming, id: others.passkey.id, signed }),
  ).rejects.toMatchObject({ code: 'code_wrong' });

  const right = { statement: built.statement, nonce: built.nonce, method: 'confirmation', code } as const;
  const confirmed = await confirmPasskey(house.context, { ...confirming, id: own.passkey.id, signed: right });
  expect(confirmed).toMatchObject({ state: 'active', vouchedAt: house.clock.at });
  const entry = (await house.entries()).find(({ type }) => type === 'passkey.confirmed');
  expect(entry).toMatchObject({ target: own.passkey.id, facts: { method: 'confirmation' } });

  // Whoever has a key lets in the next with it, and by mail no more.
  await expect(
    confirmPasskey(house.context, { ...confirming, id: others.passkey.id, signed }),
  ).rejects.toMatchObject({ code: 'passkey_required' });
  expect(await findPasskey(house.context.reader, others.passkey.id)).toMatchObject({ state: 'pending' });
});
