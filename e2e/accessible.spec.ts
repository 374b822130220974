import { expect } from '@playwright/test';
import { ownPages, takeOwnKey } from './accounts-pages.ts';
import { faults } from './faults.ts';
import { test } from './fixtures.ts';
import { arrive } from './people.ts';
import { consentByApi, leaveByApi, startSession } from './session-walk.ts';
import { fileRequest } from './walk.ts';

test.describe.configure({ timeout: 120_000 });

const visits = [
  ['support', 'ana', ['/support', '/support/requests/new']],
  ['admin', 'tess', ['/admin', '/admin/approvals', '/admin/sessions']],
  ['admin', 'audra', ['/admin/audit', '/admin/alerts', '/admin/reviews']],
  ['admin', 'max', ['/admin/clients', '/admin/clients/new', '/admin/reviews/history?q=Sol']],
  ['customer', 'mira', ['/account', '/account/consents', '/account/history']],
] as const;

for (const [door, login, paths] of visits) {
  test(`${paths.join(', ')} can be used by everybody`, async ({ browser }) => {
    const page = await arrive(browser, door, login);
    const found: string[] = [];
    for (const path of paths) found.push(...(await faults(page, path)));
    const first = page.getByRole('main').locator('a[href*="/dlg_"]').first();
    await page.goto(paths[0]);
    if ((await first.count()) > 0)
      found.push(...(await faults(page, (await first.getAttribute('href')) ?? '')));
    expect(found).toEqual([]);
  });
}

test('what shutting a client out means can be read by everybody', async ({ browser }) => {
  const page = await arrive(browser, 'admin', 'max');
  const asks = () => page.getByRole('button', { name: 'Shut out' }).click();
  expect(await faults(page, '/admin/clients/svc_probe')).toEqual([]);
  expect(await faults(page, '/admin/clients/svc_probe', asks)).toEqual([]);
  await expect(page.getByRole('dialog')).toContainText('Its sessions end at once');
});

test('the pages of a live session, and the customer’s own, can be used by everybody', async ({ browser }) => {
  await leaveByApi('ben');
  const agent = await arrive(browser, 'support', 'ben');
  const customer = await arrive(browser, 'customer', 'noel');
  const lead = await arrive(browser, 'admin', 'tess');
  const id = await fileRequest(agent, {
    customer: 'Noël Abernathy-Okonkwo',
    intent: 'Check a setting',
    ticket: 'TCK-8001',
    justification: 'The customer asks what a setting does.',
  });
  await consentByApi(id, 'noel');
  const sid = await startSession(agent, id);
  await takeOwnKey(customer, 'noel');
  const found = [
    ...(await faults(agent, `/support/sessions/${sid}`)),
    ...(await faults(agent, `/support/sessions/${sid}?view=settings`)),
    ...(await faults(lead, '/admin/sessions')),
    ...(await faults(customer, '/account')),
    ...(await faults(customer, `/account/history/${sid}`)),
    ...(await faults(customer, `${ownPages()}/me/credentials`)),
    ...(await faults(customer, `${ownPages()}/me/mailbox`)),
  ];
  expect(found).toEqual([]);
});
