import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Browser, expect, type Page } from '@playwright/test';

export type Door = 'support' | 'admin' | 'customer';

export interface Person {
  domain: Door;
  login: string;
  password: string;
  id: string;
  iss: string;
  groups: string[];
  accounts: string[];
}

interface Demo {
  console: string;
  broker: string;
  accountsApi: string;
  ca: string;
  clients: { probe: { client_id: string; privateKeyJwk: Record<string, unknown> } };
  signIn: Record<Door, { client_id: string; redirect_uri: string }>;
  people: Person[];
}

export const doorPath: Record<Door, string> = { support: '/support', admin: '/admin', customer: '/account' };

export const dataFolder = resolve(process.env.COUNTERSIGN_DATA ?? '.countersign');

export function demo(): Demo {
  return JSON.parse(readFileSync(resolve(dataFolder, 'demo.json'), 'utf8'));
}

export function person(door: Door, login: string): Person {
  const found = demo().people.find((one) => one.domain === door && one.login === login);
  if (!found) throw new Error(`demo.json has no ${login} at the ${door} door`);
  return found;
}

/** The first page of a door, by whoever is signed in there. */
export async function openDoor(page: Page, door: Door): Promise<void> {
  await page.goto(doorPath[door]);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** Goes through the sign-in page of a door and the login page of its identity provider, and comes back. */
export async function signIn(page: Page, door: Door, login: string): Promise<void> {
  const { password } = person(door, login);
  await page.goto(doorPath[door]);
  await page.waitForURL(/\/sign-in/);
  await page
    .getByRole('main')
    .getByRole('button', { name: /sign in/i })
    .click();
  await page.locator('input[name="login"]').fill(login);
  await page.locator('input[name="password"]').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL((url) => url.pathname === doorPath[door]);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

const signedIn = new Map<string, Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>>();

/**
 * A browser of its own for one person at one door, which has no page open; who has signed in before is still signed in.
 */
export async function arrive(
  browser: Browser,
  door: Door,
  login: string,
  /** Of another system than the one that all tests share. */
  baseURL?: string,
): Promise<Page> {
  const who = `${baseURL ?? ''} ${door} ${login}`;
  const storageState = signedIn.get(who);
  const context = await browser.newContext({
    ...(baseURL === undefined ? {} : { baseURL }),
    ...(storageState === undefined ? {} : { storageState }),
  });
  const page = await context.newPage();
  if (storageState === undefined) {
    await signIn(page, door, login);
    signedIn.set(who, await context.storageState());
    await page.goto('about:blank');
  }
  return page;
}
