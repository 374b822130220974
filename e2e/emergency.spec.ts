import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { arriveWithPasskey } from './passkeys.ts';
import { arrive, openDoor } from './people.ts';
import { expectStatus, fillRequest, logOf, preview, review } from './walk.ts';

// Several people sign in first, each at an identity provider of their own.
test.describe.configure({ timeout: 180_000 });

const unreachable = {
  customer: 'Mira Castellanos',
  intent: 'Check a setting',
  ticket: 'TCK-9001',
  justification: 'Payments of this account go astray this minute, and nobody reaches the customer.',
};

test('an emergency opens an account for ten minutes, loud at once, and two people review it afterwards', async ({
  browser,
}) => {
  const responder = await arriveWithPasskey(browser, 'support', 'eve');
  const approver = await arriveWithPasskey(browser, 'admin', 'emil');
  const security = await arrive(browser, 'admin', 'sam');
  const customer = await arrive(browser, 'customer', 'mira');
  await openDoor(security, 'admin');
  await openDoor(customer, 'customer');

  const id = await test.step('the responder reads what it means, signs and declares it', async () => {
    await fillRequest(responder, unreachable);
    await responder.getByRole('checkbox', { name: /This is an emergency/ }).check();
    await expect(responder.getByRole('main')).toContainText('Ten minutes, and only looking');
    await expect(preview(responder)).toContainText('You may ask for this');
    await responder.getByRole('button', { name: 'Declare the emergency' }).click();
    const dialog = responder.getByRole('dialog');
    await expect(dialog).toContainText('"kind": "emergency"');
    await dialog.getByRole('button', { name: /^Sign and declare/ }).click();
    await responder.waitForURL(/\/support\/requests\/dlg_/);
    await expectStatus(responder, 'pending');
    await expect(responder.getByRole('main')).toContainText('Emergency');
    return new URL(responder.url()).pathname.split('/').at(-1) ?? '';
  });

  await test.step('one emergency approver signs; security and the customer see it without a reload', async () => {
    await review(approver, id, 'Approve', 'Confirmed with the bank.');
    await expect(security.getByRole('list', { name: 'Open alerts' })).toContainText('Eve Nakashima');
    const notice = customer.getByRole('region', { name: 'Emergencies' });
    await expect(notice).toContainText('Support may open your account in an emergency');
    await expect(notice).toContainText(unreachable.justification);
    await expect(notice.getByRole('button', { name: /Stop access/ })).toBeVisible();
  });

  await test.step('the banner of the session is another one', async () => {
    await responder.getByRole('button', { name: /start|go in/i }).click();
    const banner = responder.getByRole('region', { name: 'Live emergency session' });
    await expect(banner).toContainText('Emergency: Eve Nakashima');
    await expect(responder).toHaveTitle(/▲ Emergency: Mira/);
    await expect(customer.getByRole('region', { name: 'Emergencies' })).toContainText(
      'Support has opened your account in an emergency',
    );
    await security.goto('/admin/sessions');
    await expect(security.getByRole('table', { name: 'Sessions' }).getByRole('row').nth(1)).toContainText(
      'Emergency',
    );
  });

  await test.step('security acknowledges the alerts', async () => {
    await security.goto('/admin/alerts');
    const first = security.getByRole('list', { name: 'Alerts' }).getByRole('listitem').first();
    await first.getByRole('button', { name: 'I look into it' }).click();
    await expect(first).toContainText('Sam Whitcombe looks into it');
  });

  await test.step('the customer stops it, and two who took no part say what they found', async () => {
    await customer.getByRole('region', { name: 'Emergencies' }).getByRole('button', { name: /Stop/ }).click();
    await expect(responder.getByRole('region', { name: 'Live emergency session' })).toBeHidden();
    const auditor = await arrive(browser, 'admin', 'audra');
    for (const reviewer of [security, auditor]) {
      await reviewer.goto(`/admin/reviews/${id}`);
      await expect(reviewer.getByRole('main')).toContainText('opened the account in an emergency');
      await reviewer.getByRole('radio', { name: /^Justified/ }).check();
      await reviewer
        .getByRole('textbox', { name: 'Comment' })
        .fill('What was read is what the ticket is about.');
      await reviewer.getByRole('button', { name: 'Read and sign' }).click();
      const dialog = reviewer.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Sign the finding' }).click();
      await expect(dialog).toBeHidden();
    }
    await expect(auditor.getByRole('main')).toContainText('2 of 2');
    await auditor.goto('/admin/reviews');
    await expect(auditor.getByRole('table', { name: 'Reviews' })).toContainText('Justified');
    expect(await logOf(auditor, id)).toEqual(
      expect.arrayContaining(['emergency.declared', 'emergency.opened', 'review.found', 'review.decided']),
    );
  });
});
