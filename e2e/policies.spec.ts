import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { packedDraft } from './packed-draft.ts';
import { arriveWithPasskey } from './passkeys.ts';
import { arrive } from './people.ts';
import { banner, consentByApi, endedNotice, leaveByApi, startSession } from './session-walk.ts';
import { fileRequest } from './walk.ts';

// Several people sign in first, each at an identity provider of their own.
test.describe.configure({ timeout: 240_000 });

test('one proposes a policy, another one activates it with a passkey, and a session ends before its agent’s eyes', async ({
  browser,
}) => {
  await leaveByApi('ana');
  const owner = await arrive(browser, 'admin', 'pia');
  const second = await arriveWithPasskey(browser, 'admin', 'pat');
  const agent = await arrive(browser, 'support', 'ana');
  const id = await fileRequest(agent, {
    customer: 'Kai Kahananui',
    intent: 'Check a setting',
    ticket: 'TCK-9201',
    justification: 'The customer asks what a setting does.',
  });
  await consentByApi(id, 'kai');
  await startSession(agent, id);

  const proposal =
    await test.step('a policy owner proposes a packed draft, and cannot activate it', async () => {
      await owner.goto('/admin/policies');
      await owner.getByLabel('Packed draft').setInputFiles(await packedDraft());
      await owner.getByRole('textbox', { name: 'Why' }).fill('Nobody looks in while we look into this.');
      await owner.getByRole('button', { name: 'Propose', exact: true }).click();
      await owner.waitForURL(/\/admin\/policies\/proposals\/pol_/);
      await expect(owner.getByRole('main')).toContainText('reading-is-closed');
      await expect(owner.getByRole('button', { name: 'Activate' })).toHaveCount(0);
      return new URL(owner.url()).pathname;
    });

  await test.step('a second one reads what it changes and signs; the session gives way', async () => {
    await second.goto(proposal);
    await second.getByRole('textbox', { name: 'Comment' }).fill('Read, and right.');
    await second.getByRole('button', { name: 'Activate' }).click();
    const dialog = second.getByRole('dialog');
    await expect(dialog).toContainText('"kind": "activation"');
    await dialog.getByRole('button', { name: /with your passkey$/ }).click();
    await expect(dialog).toBeHidden();
    await expect(second.getByRole('main')).toContainText('activated');
    await expect(endedNotice(agent)).toContainText('Support does not look into accounts');
    await expect(banner(agent)).toHaveCount(0);
  });

  await test.step('going back is a proposal of its own, with a second person behind it', async () => {
    await second.goto('/admin/policies');
    const before = second
      .getByRole('table', { name: 'Versions' })
      .getByRole('row')
      .filter({ hasText: 'not in force' })
      .last();
    await before.getByRole('button', { name: 'Propose again' }).click();
    const dialog = second.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Why' }).fill('It is over.');
    await dialog.getByRole('button', { name: 'Propose it' }).click();
    await second.waitForURL(/\/admin\/policies\/proposals\/pol_/);
    const { pathname } = new URL(second.url());
    const first = await arriveWithPasskey(browser, 'admin', 'pia');
    await first.goto(pathname);
    await first.getByRole('textbox', { name: 'Comment' }).fill('It is.');
    await first.getByRole('button', { name: 'Activate' }).click();
    await first
      .getByRole('dialog')
      .getByRole('button', { name: /with your passkey$/ })
      .click();
    await expect(first.getByRole('main')).toContainText('activated');
  });
});
