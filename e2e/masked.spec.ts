import { expect, type Locator, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { arrive } from './people.ts';
import { banner, consentByApi, leaveByApi, startSession } from './session-walk.ts';
import { fileRequest } from './walk.ts';

test.describe.configure({ timeout: 180_000 });

const ask = {
  customer: 'Noël Abernathy-Okonkwo',
  intent: 'Check a setting',
  ticket: 'TCK-8101',
  justification: 'The customer asks which number we would call about the settings.',
};
const reason = 'He wants to hear the number that we have.';

test('a hidden field is shown for a reason, which the customer and an approver read as it happens', async ({
  browser,
}) => {
  await leaveByApi('ben');
  const agent = await arrive(browser, 'support', 'ben');
  const customer = await arrive(browser, 'customer', 'noel');
  const lead = await arrive(browser, 'admin', 'tess');
  const id = await fileRequest(agent, ask);
  await consentByApi(id, 'noel');
  const sid = await startSession(agent, id);
  await customer.goto('/account');
  await lead.goto('/admin/sessions');

  let before = '';
  await test.step('the page holds what is hidden in part only', async () => {
    await expect(row(agent, 'phone')).toContainText(/••• \d\d/);
    await expect(row(agent, 'email')).toContainText(/.•••@/);
    await expect(row(agent, 'address')).toContainText('•••,');
    before = await agent.content();
  });

  await test.step('by keyboard: no reason, no field; Escape leaves it hidden', async () => {
    await reveal(agent, 'phone number').focus();
    await agent.keyboard.press('Enter');
    const dialog = agent.getByRole('dialog', { name: 'Reveal the phone number?' });
    await expect(dialog).toContainText('The customer sees that you did, and the reason');
    await dialog.getByRole('button', { name: 'Reveal', exact: true }).press('Enter');
    await expect(dialog.getByRole('textbox', { name: 'Reason' })).toHaveAttribute('aria-invalid', 'true');
    await agent.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(reveal(agent, 'phone number')).toBeFocused();
    await expect(row(agent, 'phone')).toContainText('•••');
  });

  await test.step('with a reason it is shown, this one only, and the keyboard goes on there', async () => {
    await agent.keyboard.press('Enter');
    const dialog = agent.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Reason' }).fill(reason);
    await dialog.getByRole('button', { name: 'Reveal', exact: true }).press('Enter');
    await expect(row(agent, 'phone')).toContainText('shown, on record');
    await expect(row(agent, 'phone')).not.toContainText('•••');
    const value = row(agent, 'phone').getByText(/^\+?[\d\s().-]{6,}$/);
    await expect(value).toBeFocused();
    expect(before).not.toContain((await value.textContent()) ?? '');
    await expect(row(agent, 'email')).toContainText('•••');
  });

  await test.step('the customer and the approver read it without asking again', async () => {
    const told = new RegExp(`had the hidden phone number shown: ${reason}`, 'i');
    const live = customer.getByRole('region', { name: 'In your account now' });
    await expect(live).toContainText(told);
    await expect(live).toContainText('Hidden, but shown: phone number.');
    await expect(lead.getByRole('region', { name: 'What is changed and revealed now' })).toContainText(told);
    await customer.goto(`/account/history/${sid}`);
    await expect(customer.getByRole('main')).toContainText(told);
    await expect(customer.getByRole('main')).toContainText('Hidden, but shown');
  });

  await test.step('the next session on the same grant shows nothing of it', async () => {
    await banner(agent).getByRole('button', { name: /End/ }).click();
    await expect(banner(agent)).toHaveCount(0);
    await startSession(agent, id);
    await expect(row(agent, 'phone')).toContainText('•••');
  });

  await test.step('the customer, who has read enough, blocks the agent from where it stands', async () => {
    await customer.getByRole('button', { name: /^Block/ }).click();
    await customer.getByRole('dialog').getByRole('button', { name: 'Yes, block' }).click();
    await expect(banner(agent)).toHaveCount(0);
    await customer.goto('/account');
    const blocked = customer.getByRole('region', { name: 'Blocked' });
    await blocked.getByRole('button', { name: /^Lift the block/ }).click();
    await expect(blocked).toBeHidden();
  });
});

function row(page: Page, name: string): Locator {
  return page
    .getByRole('main')
    .locator('dl > div')
    .filter({ has: page.locator('dt', { hasText: new RegExp(`^${name}$`) }) });
}

function reveal(page: Page, called: string): Locator {
  return page.getByRole('button', { name: `Reveal the ${called}` });
}
