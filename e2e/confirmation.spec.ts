import { expect } from '@playwright/test';
import { faults } from './faults.ts';
import { test } from './fixtures.ts';
import { lastLetterWithCode, lastMailedCode, mailedTo } from './mailbox.ts';
import { authenticatorIn } from './passkeys.ts';
import { arrive } from './people.ts';
import { approveByApi } from './session-walk.ts';
import { expectStatus, fileRequest } from './walk.ts';

test.describe.configure({ timeout: 240_000 });

test('a sensitive consent is confirmed by the code that is mailed; a wrong one is said, and nothing typed is lost', async ({
  browser,
}) => {
  const agent = await arrive(browser, 'support', 'ana');
  const customer = await arrive(browser, 'customer', 'noel');
  const id = await fileRequest(agent, {
    customer: 'Noël Abernathy-Okonkwo',
    intent: 'API key leaked',
    ticket: 'TCK-7001',
    justification: 'The deploy key of this account was found in a public repository.',
  });
  await approveByApi(id, 'tess');
  await approveByApi(id, 'sam');

  const dialog = customer.getByRole('dialog');
  const code = dialog.getByRole('textbox', { name: 'Code from the mail' });
  const path = `/account/consents/${id}`;
  const opened = async () => {
    await customer.getByRole('button', { name: 'Allow', exact: true }).click();
    await expect(code).toBeVisible();
  };
  expect(await faults(customer, path, opened)).toEqual([]);

  await customer.setViewportSize({ width: 1280, height: 800 });
  await customer.goto(path);
  await opened();
  const masked = await mailedTo(dialog);
  expect(masked).toMatch(/^n•••@e•••\.org$/);
  await expect(dialog.getByRole('button', { name: 'Yes, allow' })).toBeDisabled();
  await code.fill('wwwww wwwww');
  await code.press('Enter');
  await expect(dialog).toContainText('4 tries are left');
  await expect(code).toHaveValue('wwwww wwwww');

  const earlier = lastMailedCode(masked);
  await dialog.getByRole('button', { name: 'Mail me a new code' }).click();
  await expect(code).toHaveValue('');
  await code.fill(earlier);
  await dialog.getByRole('button', { name: 'Yes, allow' }).click();
  await expect(dialog).toContainText('This is not the code');
  expect(lastLetterWithCode(masked)).toContain('accounts:credential.rotate');
  await code.fill(lastMailedCode(masked));
  await code.press('Enter');
  await expect(dialog).toBeHidden();
  await expectStatus(customer, 'granted');
});

test('a customer lets in a first passkey with the code that is mailed for it', async ({ browser }) => {
  const customer = await arrive(browser, 'customer', 'uma');
  await authenticatorIn(customer);
  await customer.goto('/account/passkeys');
  await customer.getByRole('textbox', { name: 'Name' }).fill('Laptop');
  await customer.getByRole('button', { name: 'Make a passkey' }).click();
  const row = customer
    .getByRole('table', { name: 'Your passkeys' })
    .getByRole('row')
    .filter({ hasText: 'Laptop' });
  await expect(row).toContainText('waits');
  const fingerprint = (await row.locator('code').textContent()) ?? '';
  await row.getByRole('button', { name: 'Mail me a code' }).click();
  const dialog = customer.getByRole('dialog');
  const code = dialog.getByRole('textbox', { name: 'Code from the mail' });
  await expect(code).toBeVisible();
  const masked = await mailedTo(dialog);
  expect(lastLetterWithCode(masked)).toContain(fingerprint);
  await code.fill(lastMailedCode(masked));
  await code.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(row).toContainText('in use');
});
