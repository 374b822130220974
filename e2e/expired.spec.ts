import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { moveInstant } from './move-instant.ts';
import { type OwnSystem, startOwnSystem } from './own-system.ts';
import { arrive } from './people.ts';
import { banner, endedNotice, startSession } from './session-walk.ts';
import { answerConsent, expectStatus, fileRequest, logOf, prepareReview } from './walk.ts';

// Several people sign in first, each at an identity provider of their own.
test.describe.configure({ timeout: 120_000 });

const basePort = Number(process.env.COUNTERSIGN_BASE_PORT ?? 3600) + 10;
let system: OwnSystem;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  system = await startOwnSystem(basePort);
});

test.afterAll(async () => {
  test.setTimeout(60_000);
  await system?.stop();
});

const letPass = (column: 'decideBy' | 'startBy', id: string) =>
  moveInstant(system, id, { table: 'delegations', column, seconds: 1 });

test('expired: what nobody decided in time can no longer be signed, and everybody sees it', async ({
  browser,
}) => {
  const agent = await arrive(browser, 'support', 'ana', system.baseURL);
  const lead = await arrive(browser, 'admin', 'tess', system.baseURL);
  const id = await fileRequest(agent, {
    customer: 'Kai Kahananui',
    intent: 'API key leaked',
    ticket: 'TCK-5001',
    justification: 'A key was found in a public paste.',
  });
  await lead.goto(`/admin/approvals/${id}`);
  const dialog = await prepareReview(lead, id, 'Approve', 'Fine.');
  await letPass('decideBy', id);
  await expectStatus(agent, 'expired');
  await expectStatus(lead, 'expired');
  await expect(dialog).toBeHidden();
  const auditor = await arrive(browser, 'admin', 'audra', system.baseURL);
  expect(await logOf(auditor, id)).toEqual(['delegation.requested', 'delegation.expired']);
});

test('expired: what was granted and not started in time is closed', async ({ browser }) => {
  const agent = await arrive(browser, 'support', 'ana', system.baseURL);
  const customer = await arrive(browser, 'customer', 'ivo', system.baseURL);
  const id = await fileRequest(agent, {
    customer: 'Ivo van den Bergh',
    intent: 'Check a setting',
    ticket: 'TCK-5002',
    justification: 'The region is not what the customer expects.',
  });
  await answerConsent(customer, id, 'Allow');
  await expectStatus(agent, 'granted');
  await letPass('startBy', id);
  await expectStatus(agent, 'expired');
  await expectStatus(customer, 'expired');
  await expect(customer.getByRole('button', { name: /Stop access/ })).toBeHidden();
});

test('expired: a session whose time is up, and one in which nothing happens, end by themselves', async ({
  browser,
}) => {
  const agent = await arrive(browser, 'support', 'ana', system.baseURL);
  const customer = await arrive(browser, 'customer', 'ivo', system.baseURL);
  const id = await fileRequest(agent, {
    customer: 'Ivo van den Bergh',
    intent: 'Check a setting',
    ticket: 'TCK-5003',
    justification: 'The region is not what the customer expects.',
  });
  await answerConsent(customer, id, 'Allow');

  const idle = await startSession(agent, id);
  await moveInstant(system, idle, { table: 'sessions', column: 'lastUsedAt', seconds: 660 });
  await expect(endedNotice(agent)).toContainText('because nothing happened in it');
  await expect(banner(agent)).toHaveCount(0);

  await agent.goto(`/support/requests/${id}`);
  const late = await startSession(agent, id);
  // A tab that hears nothing: what it still shows must open nothing.
  await agent.context().route('**/api/events**', (route) => route.abort());
  await agent.reload();
  await moveInstant(system, id, { table: 'delegations', column: 'expiresAt', seconds: 1 });
  await agent
    .getByRole('navigation', { name: 'Parts of the account' })
    .getByRole('link', { name: 'Settings' })
    .click();
  await expect(agent.getByRole('main')).toContainText('This session is over');
  await expect(endedNotice(agent)).toContainText('its time was used up');
  const auditor = await arrive(browser, 'admin', 'audra', system.baseURL);
  await expect(async () => expect(await logOf(auditor, id)).toContain('delegation.completed')).toPass();
  expect(late).not.toBe(idle);
});
