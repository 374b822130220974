import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { arrive } from './people.ts';

test.describe.configure({ timeout: 120_000 });

test('an auditor has what stands reviewed, and who answers signs', async ({ browser }) => {
  const auditor = await arrive(browser, 'admin', 'audra');

  await test.step('the auditor opens a review of risks and groups', async () => {
    await auditor.goto('/admin/reviews');
    await auditor.getByRole('textbox', { name: 'Title' }).fill('Risks and groups');
    for (const kind of ['Doors and backends', 'Services that act by themselves', 'The active policy'])
      await auditor.getByRole('checkbox', { name: kind }).uncheck();
    await auditor.getByRole('button', { name: 'Open the review' }).click();
    await auditor.waitForURL(/\/admin\/reviews\/campaigns\/cmp_/);
  });

  await test.step('an item is kept only after the statement was read', async () => {
    const items = auditor.getByRole('list', { name: 'Items' }).getByRole('listitem');
    const item = items.filter({ hasText: 'Risks of actions' }).first();
    await item.getByRole('button', { name: /^Keep/ }).click();
    const dialog = auditor.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Comment' }).fill('Reading is what it does.');
    await dialog.getByRole('button', { name: 'Read and sign' }).click();
    await expect(dialog).toContainText('"decision": "keep"');
    await dialog.getByRole('button', { name: 'Sign the answer' }).click();
    await expect(dialog).toBeHidden();
    await expect(item).toContainText('Audra Bellweather');
  });

  await test.step('nobody is offered to confirm their own group', async () => {
    const own = auditor.getByRole('listitem').filter({ hasText: 'Audra Bellweather in auditors' });
    await expect(own).toBeVisible();
    await expect(own.getByRole('button')).toHaveCount(0);
  });

  await test.step('the whole of it comes as a file, and is counted in the list', async () => {
    const file = auditor.waitForEvent('download');
    await auditor.getByRole('link', { name: 'CSV' }).click();
    expect((await file).suggestedFilename()).toMatch(/^cmp_.*\.csv$/);
    await auditor.goto('/admin/reviews');
    await expect(auditor.getByRole('table', { name: 'Reviews of what stands' })).toContainText('1 of');
  });
});
