import { expect, type Page, test } from '@playwright/test';
import { apiAs } from './api.ts';
import { lastMailedCode } from './mailbox.ts';

export function banner(page: Page) {
  return page.getByRole('region', { name: 'Live session' });
}

/** What the banner gives way to. */
export function endedNotice(page: Page) {
  return page.locator('[data-ended-session]').getByRole('alert');
}

/** From the page of a granted request; answers the session's id. */
export async function startSession(agent: Page, delegation: string): Promise<string> {
  if (!agent.url().endsWith(delegation)) await agent.goto(`/support/requests/${delegation}`);
  await agent.getByRole('button', { name: 'Start the session' }).click();
  await agent.waitForURL(/\/support\/sessions\/ses_/);
  await expect(banner(agent)).toBeVisible();
  return new URL(agent.url()).pathname.split('/').at(-1) ?? '';
}

/** Signs without a browser, where the way of signing is not what a test is about. */
export async function approveByApi(id: string, login: string): Promise<void> {
  const api = await apiAs('admin', login);
  const comment = 'Fine.';
  const { data: prepared } = await api.POST('/v1/statements', {
    body: { kind: 'approval', target: id, decision: 'approve', comment },
  });
  if (prepared === undefined) throw new Error(`${login} was shown no statement`);
  const { statement, nonce } = prepared;
  const { response } = await api.POST('/v1/delegations/{id}/approvals', {
    params: { path: { id } },
    body: { decision: 'approve', comment, signed: { statement, nonce, method: 'session' } },
  });
  expect(response.status).toBe(200);
}

export async function consentByApi(id: string, login: string): Promise<void> {
  const api = await apiAs('customer', login);
  const { data: prepared } = await api.POST('/v1/statements', {
    body: { kind: 'consent', target: id, decision: 'give' },
  });
  if (prepared === undefined) throw new Error(`${login} was shown no statement`);
  const { statement, nonce, confirmation } = prepared;
  const signed = confirmation
    ? { statement, nonce, method: 'confirmation' as const, code: lastMailedCode(confirmation.sent_to) }
    : { statement, nonce, method: 'session' as const };
  const { response } = await api.POST('/v1/delegations/{id}/consent', {
    params: { path: { id } },
    body: { decision: 'give', signed },
  });
  expect(response.status).toBe(200);
}

/** A test that failed half-way leaves its agent in a session, and an agent is in one at a time. */
export async function leaveByApi(login: string): Promise<void> {
  const api = await apiAs('support', login);
  const { data } = await api.GET('/v1/sessions', { params: { query: { status: 'live' } } });
  for (const { sid } of data?.items ?? [])
    await api.DELETE('/v1/sessions/{sid}', { params: { path: { sid } } });
}

/** From here on the page itself notes when its banner gives way; reading it later costs no time that counts. */
export async function watchBanner(page: Page): Promise<void> {
  await page.evaluate(() => {
    const watcher = new MutationObserver(() => {
      if (document.querySelector('[data-ended-session]') === null) return;
      document.documentElement.dataset.bannerGone = String(Date.now());
      watcher.disconnect();
    });
    watcher.observe(document.body, { childList: true, subtree: true });
  });
}

/**
 * Without a reload, and at once: a second after the session's end, by the broker's record and the page's own clock,
 * where a page comes quickly; later where this machine, now, is slow to answer anything.
 */
export async function bannerGaveWay(page: Page, sid: string): Promise<void> {
  await expect(endedNotice(page)).toBeVisible();
  await expect(banner(page)).toHaveCount(0);
  const gone = Number(await page.evaluate(() => document.documentElement.dataset.bannerGone));
  const api = await apiAs('admin', 'tess');
  const { data } = await api.GET('/v1/sessions/{sid}', { params: { path: { sid } } });
  const afterMs = gone - Date.parse(data?.ended_at ?? '');
  const pageMs = await page.evaluate(async () => {
    const from = performance.now();
    await (await fetch('/support')).text();
    return performance.now() - from;
  });
  const description = `${afterMs} ms after the end; a page takes ${Math.round(pageMs)} ms`;
  test.info().annotations.push({ type: 'the banner gave way', description });
  expect(afterMs, description).toBeLessThan(1000 + 5 * pageMs);
}
