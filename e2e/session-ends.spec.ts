import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, expect, type Page, type Route } from '@playwright/test';
import { apiAs } from './api.ts';
import { test } from './fixtures.ts';
import { arrive, type Door, dataFolder, person, signIn } from './people.ts';
import {
  approveByApi,
  banner,
  bannerGaveWay,
  consentByApi,
  endedNotice,
  leaveByApi,
  startSession,
  watchBanner,
} from './session-walk.ts';
import { fileRequest } from './walk.ts';

// Several people sign in first, each at an identity provider of their own.
test.describe.configure({ timeout: 180_000 });

/** Somebody whose sign-in this test ends: nobody else's tests go on with it. */
async function enter(browser: Browser, door: Door, login: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, door, login);
  return page;
}

async function askToRead(agent: Page, customer: { name: string; login: string }): Promise<string> {
  const id = await fileRequest(agent, {
    customer: customer.name,
    intent: 'Check a setting',
    ticket: 'TCK-7001',
    justification: 'The customer asks what a setting does.',
  });
  await consentByApi(id, customer.login);
  return id;
}

const ivo = { name: 'Ivo van den Bergh', login: 'ivo' };
const kai = { name: 'Kai Kahananui', login: 'kai' };

test('the agent ends it: every tab knows at once, and Back shows nothing of the customer', async ({
  browser,
}) => {
  await leaveByApi('ben');
  const agent = await arrive(browser, 'support', 'ben');
  const id = await askToRead(agent, ivo);
  const sid = await startSession(agent, id);
  const mail = agent.getByRole('main').getByText(/@/).first();
  const seen = (await mail.textContent()) ?? '';

  await test.step('a reload and a second tab show the banner', async () => {
    await agent.reload();
    await expect(banner(agent)).toBeVisible();
  });
  const other = await agent.context().newPage();
  await other.goto('/support');
  await expect(banner(other)).toContainText('Ivo van den Bergh');

  await test.step('soft navigation to a page that is not there, and to one that fails, keeps it', async () => {
    const go = (path: string) =>
      other.evaluate((to) => {
        const { next } = window as unknown as { next: { router: { push(path: string): void } } };
        next.router.push(to);
      }, path);
    await go('/support/nothing/here');
    await expect(other.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
    await expect(banner(other)).toBeVisible();
    await go(`/support/requests/${id}`);
    await expect(other.getByRole('heading', { level: 1, name: 'Check a setting' })).toBeVisible();
    // Any event has the page ask again, and what it gets now cannot be drawn.
    await other.route('**/support/requests/*/view', (route) => route.fulfill({ json: {} }));
    await apiAs('support', 'ben');
    await expect(other.getByRole('heading', { name: 'This page could not be shown' })).toBeVisible();
    await expect(banner(other)).toBeVisible();
    await other.unrouteAll();
    await other.goto('/support');
  });

  await agent.getByRole('navigation', { name: 'Support' }).getByRole('link', { name: 'Desk' }).click();
  await expect(agent.getByRole('heading', { name: 'Your requests' })).toBeVisible();
  // However long a page takes to be drawn again: the banner does not wait for it.
  const held: Route[] = [];
  await agent.route(/[?&]_rsc=/, (route) => void held.push(route));
  await watchBanner(agent);
  await banner(other).getByRole('button', { name: 'End now' }).click();
  await expect(endedNotice(other)).toContainText('Ended by you');
  await bannerGaveWay(agent, sid);
  expect(held.length, 'the page asks to be drawn again').toBeGreaterThan(0);
  // What waits goes on its way now.
  await agent.unrouteAll({ behavior: 'ignoreErrors' });
  for (const route of held) await route.continue().catch(() => undefined);

  await agent.goBack();
  await expect(agent).toHaveURL(new RegExp(sid));
  await expect(agent.getByRole('main')).toContainText('This session is over');
  expect(seen).toContain('@');
  expect((await agent.content()).includes(seen), 'the page holds what was seen').toBe(false);
  await other.close();
});

test('signing out ends it; the grant stays, and an admin who ends the next one ends the grant', async ({
  browser,
}) => {
  await leaveByApi('ben');
  const agent = await enter(browser, 'support', 'ben');
  const id = await askToRead(agent, ivo);
  const sid = await startSession(agent, id);
  const admin = await apiAs('admin', 'tess');
  const stateOf = async (session: string) => {
    const { data } = await admin.GET('/v1/sessions/{sid}', { params: { path: { sid: session } } });
    return [data?.status, data?.ended_by?.kind, data?.reason];
  };

  const other = await agent.context().newPage();
  await other.goto('/support');
  await other.getByRole('button', { name: 'Sign out' }).click();
  await expect(agent).toHaveURL(/sign-in/);
  await expect(banner(agent)).toHaveCount(0);
  expect(await stateOf(sid)).toEqual(['ended', 'agent', 'Signed out.']);

  const again = await enter(browser, 'support', 'ben');
  const next = await startSession(again, id);
  await watchBanner(again);
  const lead = await arrive(browser, 'admin', 'tess');
  await lead.goto('/admin/sessions');
  await lead
    .getByRole('row')
    .filter({ hasText: 'Ben ' })
    .getByRole('button', { name: 'End now' })
    .first()
    .click();
  await expect(endedNotice(again)).toContainText('Ended by an admin');
  await bannerGaveWay(again, next);
  await again.goto(`/support/requests/${id}`);
  await expect(again.getByRole('status', { name: 'Status' })).toContainText('revoked');
});

test('who is shut out, or loses the group that let them ask, is out at once', async ({ browser }) => {
  await leaveByApi('eve');
  const people = await apiAs('admin', 'max');
  const params = { path: { id: person('support', 'eve').id as `agt_${string}` } };
  const agent = await enter(browser, 'support', 'eve');
  const id = await askToRead(agent, kai);
  await startSession(agent, id);
  const shut = await people.POST('/v1/people/{id}/disable', {
    params,
    body: { reason: 'Left the company.' },
  });
  expect(shut.response.status).toBe(200);
  await expect(agent).toHaveURL(/sign-in/);
  await expect(banner(agent)).toHaveCount(0);
  expect((await people.POST('/v1/people/{id}/enable', { params })).response.status).toBe(200);

  const again = await enter(browser, 'support', 'eve');
  const sid = await startSession(again, await askToRead(again, kai));
  await watchBanner(again);
  const putBack = await withoutGroups('support', 'eve');
  try {
    await expect(async () => {
      await apiAs('support', 'eve').catch(() => undefined);
      await expect(endedNotice(again)).toContainText('policy no longer allows it', { timeout: 1500 });
    }).toPass();
    await bannerGaveWay(again, sid);
  } finally {
    await putBack();
  }
});

test('what is raised or called after the end is refused in words', async ({ browser }) => {
  await leaveByApi('ben');
  const agent = await arrive(browser, 'support', 'ben');
  const id = await fileRequest(agent, {
    customer: 'Yuki Hashimoto',
    intent: 'API key leaked',
    ticket: 'TCK-7002',
    justification: 'A deploy key of this account stands in a public repository.',
  });
  await approveByApi(id, 'tess');
  await approveByApi(id, 'sol');
  await consentByApi(id, 'yuki');
  // A tab that hears nothing: what it still shows must open nothing.
  await agent.context().route('**/api/events**', (route) => route.abort());
  await agent.goto(`/support/requests/${id}`);
  await startSession(agent, id);
  const customer = await apiAs('customer', 'yuki');
  const { data } = await customer.POST('/v1/delegations/{id}/revoke', { params: { path: { id } }, body: {} });
  expect(data?.sessions_ended).toBe(1);
  await agent.getByRole('button', { name: 'Raise to write' }).click();
  const dialog = agent.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('The key has to be replaced.');
  await dialog.getByRole('button', { name: 'Raise', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText(/over/);
  await dialog.getByRole('button', { name: 'Keep reading' }).click();
  await agent
    .getByRole('navigation', { name: 'Parts of the account' })
    .getByRole('link', { name: 'API credentials' })
    .click();
  await expect(agent.getByRole('main')).toContainText('This session is over');
  await agent.context().unrouteAll();
});

/** At the identity provider; counts from the next sign-in on. */
async function withoutGroups(door: Door, login: string): Promise<() => Promise<void>> {
  const file = join(dataFolder, 'registry', 'people.json');
  const before = readFileSync(file, 'utf8');
  const people = JSON.parse(before) as Record<Door, { login: string; groups: string[] }[]>;
  const found = people[door].find((one) => one.login === login);
  if (found === undefined) throw new Error(`there is no ${login}`);
  found.groups = [];
  writeFileSync(file, JSON.stringify(people));
  return async () => {
    writeFileSync(file, before);
    await expect(async () => {
      const { data } = await (await apiAs(door, login)).GET('/v1/me');
      expect(data?.groups.length).toBeGreaterThan(0);
    }).toPass();
  };
}
