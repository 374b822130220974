import { expect } from '@playwright/test';
import { apiAs } from './api.ts';
import { test } from './fixtures.ts';
import { arrive, demo, doorPath, person } from './people.ts';
import {
  answerConsent,
  expectStatus,
  fileRequest,
  fillRequest,
  logOf,
  prepareReview,
  preview,
  refusal,
  review,
} from './walk.ts';

// Several people sign in first, each at an identity provider of their own.
test.describe.configure({ timeout: 120_000 });

const read = {
  intent: 'Check a setting',
  ticket: 'TCK-3001',
  justification: 'The customer asks what a setting does.',
};
const sensitive = {
  intent: 'Customer cannot sign in',
  ticket: 'TCK-3002',
  justification: 'The customer lost the second factor and calls from a known number.',
};

test('policy refuses: nobody asks to act for a privileged customer, and nobody learns why', async ({
  browser,
}) => {
  const agent = await arrive(browser, 'support', 'ana');
  await fillRequest(agent, { ...read, customer: 'Olga Petrenko' });
  await expect(preview(agent)).toContainText('Not permitted');
  await expect(preview(agent)).not.toContainText(/privileged/i);
  await agent.getByRole('button', { name: 'File the request' }).click();
  await expect(refusal(agent)).toBeVisible();
  await expect(refusal(agent)).not.toContainText(/privileged/i);
  await expect(agent.getByRole('textbox', { name: 'Justification' })).toHaveValue(read.justification);

  const auditor = await arrive(browser, 'admin', 'audra');
  await auditor.goto('/admin/audit?outcome=refused');
  const row = auditor.getByRole('row').filter({ hasText: 'Ana Sorensen' });
  await expect(row.first()).toContainText('refused');
});

test('an approver denies: the request is closed for everybody', async ({ browser }) => {
  const agent = await arrive(browser, 'support', 'ana');
  const lead = await arrive(browser, 'admin', 'tess');
  const customer = await arrive(browser, 'customer', 'kai');
  const id = await fileRequest(agent, { ...sensitive, customer: 'Kai Kahananui' });
  await review(lead, id, 'Deny', 'Call the customer back first.');
  await expectStatus(lead, 'denied');
  await expectStatus(agent, 'denied');
  await expect(agent.getByRole('main')).toContainText('Call the customer back first.');
  await customer.goto(`/account/consents/${id}`);
  await expectStatus(customer, 'denied');
  await expect(customer.getByRole('button', { name: 'Allow', exact: true })).toBeHidden();
  const auditor = await arrive(browser, 'admin', 'audra');
  expect(await logOf(auditor, id)).toContain('approval.refused');
});

test('the customer refuses: nobody gets in', async ({ browser }) => {
  const agent = await arrive(browser, 'support', 'ana');
  const customer = await arrive(browser, 'customer', 'lena');
  const id = await fileRequest(agent, { ...read, customer: 'Lena Brzęczyszczykiewicz' });
  await answerConsent(customer, id, 'Refuse');
  await expectStatus(customer, 'denied');
  await expect(customer.getByRole('status', { name: 'Status' })).toContainText('You said no');
  await expectStatus(agent, 'denied');
});

test('the agent withdraws: nobody can sign any more', async ({ browser }) => {
  const agent = await arrive(browser, 'support', 'ben');
  const lead = await arrive(browser, 'admin', 'tess');
  const id = await fileRequest(agent, { ...sensitive, customer: 'Yuki Hashimoto' });
  await lead.goto(`/admin/approvals/${id}`);
  const dialog = await prepareReview(lead, id, 'Approve', 'Fine.');
  await agent.getByRole('button', { name: 'Withdraw', exact: true }).click();
  await agent.getByRole('dialog').getByRole('button', { name: 'Yes, withdraw it' }).click();
  await expectStatus(agent, 'withdrawn');
  await expectStatus(lead, 'withdrawn');
  await expect(dialog).toBeHidden();
});

test("one person's two accounts: who asked at the support desk cannot approve as a team lead", async ({
  browser,
}) => {
  const asAgent = await arrive(browser, 'support', 'cleo');
  const asLead = await arrive(browser, 'admin', 'cleo');
  const id = await fileRequest(asAgent, { ...sensitive, customer: 'Noël Abernathy-Okonkwo' });
  await tryToApprove(asLead, id);
  await expectStatus(asAgent, 'pending');
  const auditor = await arrive(browser, 'admin', 'audra');
  await auditor.goto(`/admin/audit?delegation=${id}&outcome=refused`);
  await expect(auditor.getByRole('row').nth(1)).toContainText('Cleo Marchetti');
});

test('a requester cannot approve the own request: the support sign-in signs nothing', async ({ browser }) => {
  const agent = await arrive(browser, 'support', 'ana');
  const id = await fileRequest(agent, { ...sensitive, customer: 'Mira Castellanos' });
  await agent.goto(`/admin/approvals/${id}`);
  await agent.waitForURL(/\/admin\/sign-in/);
  const asAgent = await apiAs('support', 'ana');
  const { response } = await asAgent.POST('/v1/statements', {
    body: { kind: 'approval', target: id, decision: 'approve', comment: 'Mine.' },
  });
  expect(response.status).toBe(403);
});

test('an approver cannot approve a request about themselves', async ({ browser }) => {
  const agent = await arrive(browser, 'support', 'ben');
  const lead = await arrive(browser, 'admin', 'tess');
  const id = await fileRequest(agent, { ...sensitive, customer: 'Tessa Oyelowo' });
  await tryToApprove(lead, id);
  await expectStatus(agent, 'pending');
});

test("another customer's account: neither asked for nor seen", async ({ browser }) => {
  const agent = await arrive(browser, 'support', 'ana');
  await fillRequest(agent, { ...read, customer: 'Ivo van den Bergh' });
  await expect(preview(agent)).toContainText('You may ask for this');
  const foreign = person('customer', 'yuki').accounts[0] ?? '';
  await agent
    .getByRole('group', { name: 'Account' })
    .getByRole('radio')
    .first()
    .evaluate((radio: HTMLInputElement, value) => {
      radio.value = value;
    }, foreign);
  await agent.getByRole('button', { name: 'File the request' }).click();
  await expect(refusal(agent)).toBeVisible();
  await expect(agent).toHaveURL(/\/support\/requests\/new/);

  const id = await fileRequest(agent, { ...read, customer: 'Ivo van den Bergh' });
  const stranger = await arrive(browser, 'customer', 'yuki');
  await stranger.goto(`/account/consents/${id}`);
  await expect(stranger.getByRole('heading', { level: 1, name: 'There is nothing here' })).toBeVisible();
  await expect(stranger.getByRole('main')).not.toContainText('Ivo');
});

test("one door's cookie opens no other door", async ({ browser }) => {
  const agent = await arrive(browser, 'support', 'ana');
  for (const door of ['admin', 'customer'] as const) {
    await agent.goto(doorPath[door]);
    await agent.waitForURL(new RegExp(`${doorPath[door]}/sign-in`));
  }
  const context = agent.context();
  const handle = (await context.cookies()).find(
    (cookie) => /support/.test(cookie.name) && /session/.test(cookie.name),
  );
  if (handle === undefined) throw new Error('the support door has a session cookie');
  for (const door of ['admin', 'customer'] as const) {
    await context.addCookies([{ ...handle, name: handle.name.replace('support', door) }]);
    await agent.goto(doorPath[door]);
    await agent.waitForURL(new RegExp(`${doorPath[door]}/sign-in`));
  }
  await agent.goto('/support');
  await expect(agent.getByRole('heading', { level: 1 })).toContainText('Your requests');
});

test("one door's token is refused at what belongs to the others", async () => {
  const [agent, lead, customer] = await Promise.all([
    apiAs('support', 'ana'),
    apiAs('admin', 'tess'),
    apiAs('customer', 'mira'),
  ]);
  const request = {
    subject: person('customer', 'mira').id,
    authorization_details: [
      {
        type: 'delegation_session' as const,
        actions: ['accounts:profile.read'],
        locations: [demo().accountsApi],
        identifier: person('customer', 'mira').accounts[0] ?? '',
        purpose: { code: 'check-setting', ref: 'TCK-3003' },
        max_duration: 300,
      },
    ],
    justification: 'To see whether this door opens.',
  };
  const header = { 'idempotency-key': `"${crypto.randomUUID()}"` };
  const statuses = await Promise.all([
    lead.POST('/v1/delegations', { params: { header }, body: request }),
    customer.POST('/v1/delegations', { params: { header }, body: request }),
    agent.GET('/v1/audit/entries', {}),
    lead.GET('/v1/me/consents', {}),
    agent.GET('/v1/me/consents', {}),
    customer.GET('/v1/directory/customers', { params: { query: { q: 'noel' } } }),
  ]);
  expect(statuses.map(({ response }) => response.status)).toEqual([403, 403, 403, 403, 403, 403]);
});

async function tryToApprove(lead: Awaited<ReturnType<typeof arrive>>, id: string): Promise<void> {
  await lead.goto(`/admin/approvals/${id}`);
  await lead.getByRole('textbox', { name: 'Comment' }).fill('Looks right to me.');
  await lead.getByRole('button', { name: 'Approve', exact: true }).click();
  const dialog = lead.getByRole('dialog');
  const alert = lead.getByRole('alert').filter({ hasText: /./ });
  await expect(dialog.or(alert).first()).toBeVisible();
  if (await dialog.isVisible()) await dialog.getByRole('button', { name: 'Sign the approval' }).click();
  await expect(alert.first()).toBeVisible();
}
