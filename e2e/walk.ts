import { expect, type Page } from '@playwright/test';

export interface Ask {
  customer: string;
  intent: string;
  ticket: string;
  justification: string;
  without?: string[];
}

/** Fills the request form up to the point where it could be filed. */
export async function fillRequest(page: Page, ask: Ask): Promise<void> {
  await page.goto('/support/requests/new');
  await page.getByRole('combobox', { name: 'Customer' }).fill(ask.customer);
  await page.getByRole('option').filter({ hasText: ask.customer }).first().click();
  await page.getByRole('radio', { name: ask.intent }).check();
  for (const title of ask.without ?? []) await page.getByRole('checkbox', { name: title }).uncheck();
  await page.getByRole('textbox', { name: 'Ticket' }).fill(ask.ticket);
  await page.getByRole('textbox', { name: 'Justification' }).fill(ask.justification);
}

export function preview(page: Page) {
  return page.getByRole('status', { name: 'What policy says' });
}

/** Files the request and answers its id. */
export async function fileRequest(page: Page, ask: Ask): Promise<string> {
  await fillRequest(page, ask);
  await expect(preview(page)).toContainText('You may ask for this');
  await page.getByRole('button', { name: 'File the request' }).click();
  await page.waitForURL(/\/support\/requests\/dlg_/);
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

export async function review(
  page: Page,
  id: string,
  decision: 'Approve' | 'Deny',
  comment: string,
): Promise<void> {
  await page.goto(`/admin/approvals/${id}`);
  await page.getByRole('textbox', { name: 'Comment' }).fill(comment);
  await page.getByRole('button', { name: decision, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(id);
  await dialog.getByRole('button', { name: /^Sign/ }).click();
}

export async function answerConsent(page: Page, id: string, answer: 'Allow' | 'Refuse'): Promise<void> {
  await page.goto(`/account/consents/${id}`);
  await page.getByRole('button', { name: answer, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /^Yes/ }).click();
}

export async function expectStatus(page: Page, status: string): Promise<void> {
  await expect(page.getByRole('status', { name: 'Status' })).toContainText(status);
}
