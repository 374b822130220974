import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { arrive } from './people.ts';
import { answerConsent, expectStatus, fileRequest, logOf, prepareReview, preview } from './walk.ts';

// Several people sign in first, each at an identity provider of their own.
test.describe.configure({ timeout: 180_000 });

const leaked = {
  customer: 'Mira Castellanos',
  intent: 'API key leaked',
  ticket: 'TCK-2001',
  justification: 'A deploy key of this account stands in a public repository. It has to be replaced today.',
};

test('a request becomes a grant only by everybody whom policy names, and each step is in the log', async ({
  browser,
}) => {
  const agent = await arrive(browser, 'support', 'ana');
  const lead = await arrive(browser, 'admin', 'tess');
  const customer = await arrive(browser, 'customer', 'mira');

  const id = await test.step('the agent asks, and sees beforehand what it takes', async () => {
    const filed = await fileRequest(agent, { ...leaked, without: ['End sign-in sessions'] });
    await expectStatus(agent, 'pending');
    return filed;
  });

  await test.step('the customer is not asked before the approvals are in', async () => {
    await customer.goto(`/account/consents/${id}`);
    await expectStatus(customer, 'pending');
    await expect(customer.getByRole('button', { name: 'Allow', exact: true })).toBeHidden();
  });

  await test.step('the team lead finds it in the inbox, reads the exact statement and signs', async () => {
    await lead.goto('/admin/approvals');
    const mine = lead.getByRole('region', { name: 'Waiting for your signature' });
    await mine.locator(`a[href$="${id}"]`).click();
    await expect(lead.getByRole('main')).toContainText(leaked.justification);
    await expect(lead.getByRole('main')).not.toContainText('End sign-in sessions');
    const dialog = await prepareReview(lead, id, 'Approve', 'The leak is confirmed.');
    await expect(dialog).toContainText('details_hash');
    await dialog.getByRole('button', { name: 'Sign the approval' }).click();
    await expect(dialog).toBeHidden();
    await expect(lead.getByRole('main')).toContainText('Not yours to sign');
  });

  await test.step('security takes out what it would not sign for', async () => {
    const security = await arrive(browser, 'admin', 'sam');
    await security.goto(`/admin/approvals/${id}`);
    await security.getByRole('combobox', { name: 'Duration' }).selectOption('600');
    const dialog = await prepareReview(security, id, 'Approve less', 'Ten minutes are enough.');
    await dialog.getByRole('button', { name: 'Sign the approval' }).click();
    await expect(dialog).toBeHidden();
  });

  await test.step('the customer reads it in plain words and allows it; the agent need not reload', async () => {
    await expect(customer.getByRole('heading', { level: 1 })).toContainText('asks for access');
    await expect(customer.getByRole('main')).toContainText('10 minutes at most');
    await expect(customer.getByRole('main')).toContainText('Replace an API key');
    await answerConsent(customer, id, 'Allow');
    await expectStatus(customer, 'granted');
    await expectStatus(agent, 'granted');
    await expect(agent.getByRole('timer')).toBeVisible();
  });

  await test.step('every step stands in the log, in order', async () => {
    const auditor = await arrive(browser, 'admin', 'audra');
    const log = await logOf(auditor, id);
    expect(log).toEqual([
      'delegation.requested',
      'approval.given',
      'approval.given',
      'consent.given',
      'delegation.granted',
    ]);
    await auditor
      .getByRole('button', { name: /^Entry/ })
      .first()
      .click();
    await expect(auditor.getByRole('heading', { name: 'Leaf' })).toBeVisible();
    await expect(auditor.locator('pre').first()).toContainText('"policy_version"');
  });

  await test.step('the customer stops it with one press, and the agent sees who did', async () => {
    await customer.goto('/account');
    const open = customer.getByRole('region', { name: 'Access that is open' });
    const entry = open.getByRole('article').filter({ has: customer.locator(`a[href$="${id}"]`) });
    await entry.getByRole('button', { name: /Stop access/ }).click();
    await expect(entry).toBeHidden();
    await expectStatus(agent, 'revoked');
    await customer.goto('/account/consents');
    await expect(customer.getByRole('region', { name: 'Past' }).locator(`a[href$="${id}"]`)).toBeVisible();
  });
});

test('a read needs the customer and nobody else', async ({ browser }) => {
  const agent = await arrive(browser, 'support', 'ben');
  const customer = await arrive(browser, 'customer', 'ivo');
  const id = await fileRequest(agent, {
    customer: 'Ivo van den Bergh',
    intent: 'Check a setting',
    ticket: 'TCK-2002',
    justification: 'The region is not what the customer expects.',
  });
  await expect(agent.getByRole('main')).toContainText('Consent of Ivo van den Bergh');
  await answerConsent(customer, id, 'Allow');
  await expectStatus(agent, 'granted');
});

test('what was typed stays when the broker does not take it', async ({ browser }) => {
  const agent = await arrive(browser, 'support', 'ana');
  await agent.goto('/support/requests/new');
  await agent.getByRole('radio', { name: 'Question about an invoice' }).check();
  await agent.getByRole('textbox', { name: 'Justification' }).fill('The customer asks about invoice 4.');
  await agent.getByRole('button', { name: 'File the request' }).click();
  await expect(agent.getByRole('combobox', { name: 'Customer' })).toHaveAttribute('aria-invalid', 'true');
  await expect(agent.getByRole('textbox', { name: 'Ticket' })).toHaveAttribute('aria-invalid', 'true');
  await expect(agent.getByRole('textbox', { name: 'Justification' })).toHaveValue(/invoice 4/);
  await expect(agent.getByRole('radio', { name: 'Question about an invoice' })).toBeChecked();
});

test('the form can be filled by keyboard alone', async ({ browser }) => {
  const agent = await arrive(browser, 'support', 'ana');
  await agent.goto('/support/requests/new');
  await agent.getByRole('combobox', { name: 'Customer' }).focus();
  await agent.keyboard.type('Yuki Hash');
  await expect(agent.getByRole('option').first()).toBeVisible();
  await agent.keyboard.press('Enter');
  await expect(agent.getByRole('combobox', { name: 'Customer' })).toHaveValue('Yuki Hashimoto');
  await agent.getByRole('radio', { name: 'Customer cannot sign in' }).focus();
  await agent.keyboard.press('Space');
  await agent.keyboard.press('ArrowDown');
  await expect(agent.getByRole('radio', { name: 'API key leaked' })).toBeChecked();
});

test('the preview says what it takes while the form is being filled', async ({ browser }) => {
  const agent = await arrive(browser, 'support', 'ana');
  await agent.goto('/support/requests/new');
  await expect(preview(agent)).toContainText('Choose a customer');
  await agent.getByRole('combobox', { name: 'Customer' }).fill('Kai Kaha');
  await agent.getByRole('option').first().click();
  await agent.getByRole('group', { name: 'Account' }).getByRole('radio').first().check();
  await agent.getByRole('radio', { name: 'API key leaked' }).check();
  await expect(preview(agent)).toContainText('security');
  await expect(preview(agent)).toContainText('Has to say yes');
  await agent.getByRole('checkbox', { name: 'Replace an API key' }).uncheck();
  await expect(preview(agent)).not.toContainText('security');
  await agent.getByRole('checkbox', { name: 'End sign-in sessions' }).uncheck();
  await expect(preview(agent)).toContainText('None needed');
});
