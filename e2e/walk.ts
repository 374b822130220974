import { expect, type Page } from '@playwright/test';
import { lastMailedCode, mailedTo } from './mailbox.ts';

export interface Ask {
  customer: string;
  intent: string;
  ticket: string;
  justification: string;
  /** Titles of actions to take out. */
  without?: string[];
  /** The code of a customer's offer. */
  code?: string;
}

/** Fills the request form up to the point where it could be filed. */
export async function fillRequest(page: Page, ask: Ask): Promise<void> {
  await page.goto('/support/requests/new');
  await page.getByRole('combobox', { name: 'Customer' }).fill(ask.customer);
  await page.getByRole('option').filter({ hasText: ask.customer }).first().click();
  const account = page.getByRole('group', { name: 'Account' }).getByRole('radio').first();
  await account.check();
  await page.getByRole('radio', { name: ask.intent }).check();
  for (const title of ask.without ?? []) await page.getByRole('checkbox', { name: title }).uncheck();
  await page.getByRole('textbox', { name: 'Ticket' }).fill(ask.ticket);
  await page.getByRole('textbox', { name: 'Justification' }).fill(ask.justification);
  if (ask.code) await page.getByRole('textbox', { name: 'Code of an offer' }).fill(ask.code);
}

export function preview(page: Page) {
  return page.getByRole('status', { name: 'What policy says' });
}

export function refusal(page: Page) {
  return page.getByRole('main').getByRole('alert');
}

/** Files the request and answers its id. */
export async function fileRequest(page: Page, ask: Ask): Promise<string> {
  await fillRequest(page, ask);
  await expect(preview(page)).toContainText('You may ask for this');
  await page.getByRole('button', { name: 'File the request' }).click();
  await page.waitForURL(/\/support\/requests\/dlg_/);
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

type Decision = 'Approve' | 'Approve less' | 'Deny';

/** Opens what would be signed, and stops before it is. */
export async function prepareReview(page: Page, id: string, decision: Decision, comment: string) {
  await page.getByRole('textbox', { name: 'Comment' }).fill(comment);
  await page.getByRole('button', { name: decision, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(id);
  return dialog;
}

export async function review(page: Page, id: string, decision: Decision, comment: string): Promise<void> {
  await page.goto(`/admin/approvals/${id}`);
  const dialog = await prepareReview(page, id, decision, comment);
  await dialog.getByRole('button', { name: /^Sign/ }).click();
  await expect(dialog).toBeHidden();
}

export async function answerConsent(page: Page, id: string, answer: 'Allow' | 'Refuse'): Promise<void> {
  if (!page.url().endsWith(id)) await page.goto(`/account/consents/${id}`);
  await page.getByRole('button', { name: answer, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  const code = dialog.getByRole('textbox', { name: 'Code from the mail' });
  if (await code.isVisible()) await code.fill(lastMailedCode(await mailedTo(dialog)));
  await dialog.getByRole('button', { name: /^Yes/ }).click();
  await expect(dialog).toBeHidden();
}

export async function expectStatus(page: Page, status: string): Promise<void> {
  await expect(page.getByRole('status', { name: 'Status' })).toContainText(status);
}

/** The entries of the log about one delegation, oldest first. */
export async function logOf(auditor: Page, id: string): Promise<string[]> {
  await auditor.goto(`/admin/audit?delegation=${id}`);
  const rows = auditor.getByRole('table').getByRole('row');
  await expect(rows.nth(1)).toBeVisible();
  const types = await rows.locator('td:nth-child(2) code').allTextContents();
  return types.reverse();
}
