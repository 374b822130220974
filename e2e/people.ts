import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Browser, type BrowserContext, expect, type Page } from '@playwright/test';

export type Door = 'support' | 'admin' | 'customer';

export interface Person {
  domain: Door;
  login: string;
  password: string;
  id: string;
  groups: string[];
  accounts: string[];
  marks: string[];
}

interface Demo {
  console: string;
  broker: string;
  people: (Omit<Person, 'accounts'> & { accounts?: (string | { identifier?: string; id?: string })[] })[];
}

export const doorPath: Record<Door, string> = { support: '/support', admin: '/admin', customer: '/account' };

const folder = resolve(process.env.COUNTERSIGN_DATA ?? '.countersign');

export function demo(): Demo {
  return JSON.parse(readFileSync(resolve(folder, 'demo.json'), 'utf8'));
}

export function person(door: Door, login: string): Person {
  const found = demo().people.find((one) => one.domain === door && one.login === login);
  if (!found) throw new Error(`demo.json has no ${login} at the ${door} door`);
  return { ...found, accounts: (found.accounts ?? []).map(identifierOf) };
}

function identifierOf(account: string | { identifier?: string; id?: string }): string {
  const named = typeof account === 'string' ? account : (account.identifier ?? account.id ?? '');
  return named.startsWith('account/') ? named : `account/${named}`;
}

/** Signs a person in at the identity provider of the door and comes back to the door. */
export async function signIn(page: Page, door: Door, login: string): Promise<void> {
  const { password } = person(door, login);
  await page.goto(doorPath[door]);
  const field = page.locator('input[name="login"]');
  const start = page.getByRole('button', { name: /sign in/i });
  await expect(field.or(start).first()).toBeVisible();
  if (!(await field.isVisible())) await start.first().click();
  await field.fill(login);
  await page.locator('input[name="password"]').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(
    (url) => url.pathname.startsWith(doorPath[door]) && !url.pathname.includes('sign-in'),
  );
}

/** A browser of its own for one person at one door. */
export async function arrive(browser: Browser, door: Door, login: string): Promise<Page> {
  const context: BrowserContext = await browser.newContext();
  const page = await context.newPage();
  await signIn(page, door, login);
  return page;
}
