import { expect, type Page } from '@playwright/test';
import { ask, collectKey, pingWith, takeOwnKey } from './accounts-pages.ts';
import { apiAs } from './api.ts';
import { test } from './fixtures.ts';
import { arrive, demo } from './people.ts';
import {
  approveByApi,
  banner,
  bannerGaveWay,
  endedNotice,
  leaveByApi,
  startSession,
  watchBanner,
} from './session-walk.ts';
import { answerConsent, fileRequest, logOf, review } from './walk.ts';

// Several people sign in first, each at an identity provider of their own.
test.describe.configure({ timeout: 240_000 });

const takenOver = {
  customer: 'Mira Castellanos',
  intent: 'Account taken over',
  ticket: 'TCK-6001',
  justification: 'A stranger was in the account. Its keys and passwords have to be replaced today.',
};

test('in, seen, stopped: an agent works as the customer, who watches, collects the new key, and ends it', async ({
  browser,
}) => {
  await leaveByApi('ana');
  const agent = await arrive(browser, 'support', 'ana');
  const lead = await arrive(browser, 'admin', 'tess');
  const customer = await arrive(browser, 'customer', 'mira');

  const own = await arrive(browser, 'customer', 'mira');
  const before = await takeOwnKey(own, 'mira');
  expect(await pingWith(before.secret)).toBe(200);

  const id = await fileRequest(agent, takenOver);
  await review(lead, id, 'Approve', 'The break-in is confirmed.');
  await approveByApi(id, 'sam');
  await answerConsent(customer, id, 'Allow');
  await customer.goto('/account');

  let sid = '';
  await test.step('1: the agent goes in, and the banner is on every page of the door', async () => {
    sid = await startSession(agent, id);
    await expect(banner(agent)).toContainText('Ana Sorensen acting as Mira Castellanos');
    await expect(banner(agent)).toContainText('May read');
    await expect(banner(agent).getByRole('timer')).toContainText(/\d/);
    await expect(agent).toHaveTitle(/^● Acting as Mira Castellanos/);
    for (const path of ['/support', '/support/requests/new', `/support/requests/${id}`]) {
      await agent.goto(path);
      await expect(banner(agent)).toBeVisible();
    }
    await agent.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await expect(banner(agent)).toBeInViewport();
  });

  await test.step('2: reads what was granted; the key is masked; nothing can be changed yet', async () => {
    await banner(agent).getByRole('link', { name: 'Open' }).click();
    await expect(agent.getByRole('main')).toContainText('Mira Castellanos');
    await open(agent, 'Settings');
    await open(agent, 'Invoices');
    await open(agent, 'API credentials');
    await expect(agent.getByRole('table')).toContainText(before.name);
    expect(await agent.content()).not.toContain(before.secret);
    await expect(rotate(agent, before.name)).toBeDisabled();
  });

  await test.step('the customer sees who is in and what is done as it happens', async () => {
    const live = customer.getByRole('region', { name: 'In your account now' });
    await expect(live).toContainText('Ana Sorensen is in your account');
    await expect(live).toContainText('reads only');
    await expect(live).toContainText('used “List API keys”');
  });

  await test.step('2: raises with a reason, rotates the key, sends a reset link', async () => {
    await agent.getByRole('button', { name: 'Raise to write' }).click();
    const dialog = agent.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Raise', exact: true }).click();
    await expect(dialog.getByRole('textbox', { name: 'Reason' })).toHaveAttribute('aria-invalid', 'true');
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('The old key is in the hands of a stranger.');
    await dialog.getByRole('button', { name: 'Raise', exact: true }).click();
    await expect(banner(agent)).toContainText('May read and change');
    await rotate(agent, before.name).click();
    await expect(agent.getByRole('main')).toContainText('The old key has stopped');
    await agent.getByRole('button', { name: 'Send a reset link' }).click();
    await expect(agent.getByRole('main')).toContainText('own mailbox');
    expect(await pingWith(before.secret)).toBe(401);
  });

  await test.step('3: the customer sees both and collects the secret, once, on the own page', async () => {
    const live = customer.getByRole('region', { name: 'In your account now' });
    await expect(live).toContainText('may change things');
    await expect(live).toContainText('finished “Replace an API key”');
    await expect(live).toContainText('finished “Send a password reset”');
    const link = live.getByRole('link', { name: /Your own page at/ });
    await own.goto((await link.getAttribute('href')) ?? '');
    const secret = await collectKey(own, before.name);
    expect(secret).not.toBe(before.secret);
    expect(await pingWith(secret)).toBe(200);
    await ask(own, 'API keys');
    await expect(own.getByRole('button', { name: /Show the new key once/ })).toHaveCount(0);
    await ask(own, 'Mailbox');
    await expect(own.getByRole('main')).toContainText(/reset/i);
    await agent.reload();
    expect(await agent.content()).not.toContain(secret);
  });

  await test.step('3: the customer stops it: the banner gives way within a second, and calls fail', async () => {
    await watchBanner(agent);
    await customer.getByRole('button', { name: /Stop access now/ }).click();
    await expect(customer.getByRole('main')).toContainText(/1 session and \d+ tokens? ended/);
    await expect(customer.getByRole('main')).toContainText(/Confirmed by Accounts/i);
    await expect(endedNotice(agent)).toContainText('Ended by the customer');
    await bannerGaveWay(agent, sid);
    await expect(agent.getByRole('main')).toContainText('This session is over');
    await expect(agent).not.toHaveTitle(/Acting as/);
  });

  await test.step('4: an admin sees the session, and the log tells every step in order', async () => {
    await lead.goto('/admin/sessions');
    const row = lead.getByRole('row').filter({ hasText: 'Mira Castellanos' }).first();
    await expect(row).toContainText('by the customer');
    const auditor = await arrive(browser, 'admin', 'audra');
    const log = await logOf(auditor, id);
    const order = [
      'delegation.requested',
      'approval.given',
      'approval.given',
      'consent.given',
      'delegation.granted',
      'session.started',
      'token.issued',
      'outcome.read',
      'session.raised',
      'token.issued',
      'outcome.intended',
      'outcome.done',
      'session.ended',
    ];
    let from = 0;
    for (const type of order) {
      const at = log.indexOf(type, from);
      expect(
        at,
        `${type} after ${log.slice(0, from).join(', ')} in ${log.join(', ')}`,
      ).toBeGreaterThanOrEqual(from);
      from = at + 1;
    }
    expect(log).toContain('delegation.revoked');
  });
});

test('changing billing is refused by policy before anybody is asked', async () => {
  const agent = await apiAs('support', 'ana');
  const subject = demo().people.find(({ login, domain }) => login === 'mira' && domain === 'customer');
  const { data } = await agent.POST('/v1/delegations/preview', {
    body: {
      subject: subject?.id ?? '',
      authorization_details: [
        {
          type: 'delegation_session',
          actions: ['accounts:billing.update'],
          locations: [demo().accountsApi],
          identifier: subject?.accounts[0] ?? '',
          purpose: { code: 'account-taken-over', ref: 'TCK-6002' },
          max_duration: 300,
        },
      ],
      justification: 'To see whether policy lets this through.',
    },
  });
  expect(data?.decision).toBe('deny');
});

async function open(agent: Page, section: string): Promise<void> {
  await agent
    .getByRole('navigation', { name: 'Parts of the account' })
    .getByRole('link', { name: section })
    .click();
  await expect(agent.getByRole('main').getByRole('heading', { name: section })).toBeVisible();
}

function rotate(agent: Page, name: string) {
  return agent.getByRole('button', { name: `Rotate ${name}` });
}
