import { expect, type Page } from '@playwright/test';
import { Agent, fetch } from 'undici';
import { demo, person } from './people.ts';

/** The customers' own pages of the accounts API: the port after those of the other programs. */
export function ownPages(): string {
  const { accountsApi } = demo();
  return `http://localhost:${Number(new URL(accountsApi).port) + 3}`;
}

export async function ask(page: Page, name: 'Overview' | 'API keys' | 'Mailbox'): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name }).click();
}

/** Signs in there directly, at the customers' identity provider; who is signed in to it is not asked again. */
async function enter(page: Page, login: string): Promise<void> {
  await page.goto(`${ownPages()}/me/credentials`);
  const signIn = page.getByRole('button', { name: /sign in/i });
  const heading = page.getByRole('heading', { name: 'API keys' });
  const field = page.locator('input[name="login"]');
  await expect(signIn.or(heading).or(field).first()).toBeVisible();
  if (await heading.isVisible()) return;
  if (!(await field.isVisible())) await signIn.click();
  await expect(heading.or(field).first()).toBeVisible();
  if (await field.isVisible()) {
    await field.fill(login);
    await page.locator('input[name="password"]').fill(person('customer', login).password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }
  await expect(heading).toBeVisible();
}

/** The customer replaces the first key in person and copies it. */
export async function takeOwnKey(page: Page, login: string): Promise<{ name: string; secret: string }> {
  await enter(page, login);
  const button = page.getByRole('button', { name: /^(Replace it|Show the new key once): / }).first();
  const name = ((await button.getAttribute('aria-label')) ?? '').replace(/^[^:]*: /, '');
  await button.click();
  if (page.url().endsWith('/me/credentials')) await collectKey(page, name, false);
  return { name, secret: await shown(page) };
}

export async function collectKey(page: Page, name: string, read = true): Promise<string> {
  if (!page.url().endsWith('/me/credentials')) await ask(page, 'API keys');
  await page.getByRole('button', { name: `Show the new key once: ${name}` }).click();
  return read ? shown(page) : '';
}

async function shown(page: Page): Promise<string> {
  return ((await page.getByRole('status', { name: 'The new key' }).textContent()) ?? '').trim();
}

/** What the accounts API says to a program that comes with this key. */
export async function pingWith(secret: string): Promise<number> {
  const { accountsApi, ca } = demo();
  const dispatcher = new Agent({ connect: { ca } });
  const { status } = await fetch(`${accountsApi}/ping`, {
    headers: { authorization: `Bearer ${secret}` },
    dispatcher,
  });
  return status;
}
