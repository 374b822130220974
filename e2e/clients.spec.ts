import { expect, type Page } from '@playwright/test';
import { exportJWK, generateKeyPair } from 'jose';
import { apiAs } from './api.ts';
import { test } from './fixtures.ts';
import { arriveWithPasskey, letInAll } from './passkeys.ts';
import { arrive, openDoor, person } from './people.ts';

// Several people sign in first, each at an identity provider of their own.
test.describe.configure({ timeout: 240_000 });

const NAME =
  'Night jobs that look after overdue invoices of studios which have asked for a reminder by telephone';

async function publicKey(kid: string) {
  const { publicKey: key } = await generateKeyPair('ES256');
  return { ...((await exportJWK(key)) as Record<string, string>), kid, alg: 'ES256' };
}

async function registerService(): Promise<string> {
  const api = await apiAs('admin', 'max');
  const id = `svc_e2e_${Date.now().toString(36)}`;
  const { response } = await api.POST('/v1/clients', {
    params: { header: { 'idempotency-key': `"${crypto.randomUUID()}"` } },
    body: {
      id,
      name: NAME,
      owner: person('admin', 'max').id,
      scopes: ['delegation.request'],
      auth: { method: 'private_key_jwt', keys: [await publicKey('a')] },
    },
  });
  expect(response.status).toBe(201);
  return id;
}

const facts = (page: Page) => page.getByRole('main').locator('section').filter({ hasText: 'What it may do' });

async function accepts(page: Page, id: string): Promise<void> {
  await page.goto(`/admin/clients/${id}`);
  await page.getByRole('textbox', { name: 'Comment' }).fill('Read, and right.');
  await page.getByRole('button', { name: 'Accept' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /with your passkey$/ }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('table', { name: 'What was proposed before' })).toContainText('accepted');
}

test('one proposes wider scopes and a key for a client, another one accepts with a passkey', async ({
  browser,
}) => {
  const id = await registerService();
  await letInAll(browser, 'admin', ['max', 'edda']);
  const first = await arriveWithPasskey(browser, 'admin', 'max');
  const second = await arriveWithPasskey(browser, 'admin', 'edda');

  await test.step('the list says what there is, and the client’s page what it may do', async () => {
    await first.goto('/admin');
    await first.getByRole('navigation').getByRole('link', { name: 'Clients' }).first().click();
    const row = first.getByRole('row').filter({ hasText: id });
    await expect(row).toContainText('Service');
    await expect(row).toContainText('let in');
    await row.getByRole('link', { name: NAME }).click();
    await first.waitForURL(`**/admin/clients/${id}`);
    await expect(facts(first)).toContainText('delegation.request');
  });

  await test.step('one proposes, and cannot accept', async () => {
    await first.getByRole('checkbox', { name: /^tickets\.write/ }).check();
    await first
      .getByLabel('Proves itself')
      .selectOption({ label: 'with other keys beside or without these' });
    await first.getByLabel('New keys').fill('not a key');
    await first
      .getByRole('textbox', { name: 'Why' })
      .fill('It closes the tickets that it has worked through.');
    await first.getByRole('button', { name: 'Propose', exact: true }).click();
    await expect(first.getByText('This is neither a JWK nor a set of them.')).toBeVisible();
    await first.getByLabel('New keys').fill(JSON.stringify(await publicKey('b')));
    await first.getByRole('button', { name: 'Propose', exact: true }).click();
    await expect(first.getByText('It waits for somebody else who looks after clients')).toBeVisible();
    await expect(first.getByRole('main')).toContainText('It may say that tickets are closed tickets.write');
    await expect(first.getByRole('main')).toContainText('It signs with a new key');
    await expect(first.getByRole('button', { name: 'Accept' })).toHaveCount(0);
  });

  await test.step('another one finds it, reads it and signs', async () => {
    await second.goto('/admin/clients');
    const waiting = second.getByRole('table', { name: 'Waiting for a second person' });
    await waiting.getByRole('row').filter({ hasText: 'It closes the tickets' }).getByRole('link').click();
    await second.waitForURL(`**/admin/clients/${id}`);
    await second.getByRole('textbox', { name: 'Comment' }).fill('Read, and right.');
    await second.getByRole('button', { name: 'Accept' }).click();
    const dialog = second.getByRole('dialog');
    await expect(dialog).toContainText('"kind": "client"');
    await dialog.getByRole('button', { name: /with your passkey$/ }).click();
    await expect(dialog).toBeHidden();
    await expect(facts(second)).toContainText('tickets.write');
    await expect(second.getByRole('table', { name: 'What was proposed before' })).toContainText('accepted');
  });

  await test.step('what would end access says so, and is rejected', async () => {
    await second.getByLabel('Answers for it').fill(person('admin', 'sam').id);
    await second.getByRole('textbox', { name: 'Why' }).fill('Sam looks after it now.');
    await second.getByRole('button', { name: 'Propose', exact: true }).click();
    await expect(second.getByText('What stands on this client ends')).toBeVisible();
    await first.reload();
    await first.getByRole('textbox', { name: 'Comment' }).fill('Not while Sam is away.');
    await first.getByRole('button', { name: 'Reject' }).click();
    await first
      .getByRole('dialog')
      .getByRole('button', { name: /with your passkey$/ })
      .click();
    await expect(first.getByRole('table', { name: 'What was proposed before' })).toContainText('rejected');
    await expect(first.getByRole('main')).toContainText('Max Delacroix');
  });
});

test('one registers a service, renames it and shuts it out; two let it in again', async ({ browser }) => {
  await letInAll(browser, 'admin', ['max', 'edda']);
  const first = await arriveWithPasskey(browser, 'admin', 'max');
  const second = await arriveWithPasskey(browser, 'admin', 'edda');
  const id = `svc_page_${Date.now().toString(36)}`;
  const main = first.getByRole('main');
  const key = await publicKey('a');

  await test.step('what is refused says so at its field, and nothing that was typed is lost', async () => {
    await first.goto('/admin/clients');
    await first.getByRole('link', { name: 'Register a service' }).click();
    await first.waitForURL('**/admin/clients/new');
    await expect(main).toContainText('Max Delacroix answers for it');
    await first.getByLabel('Name').fill(NAME);
    await first.getByLabel('Id', { exact: true }).fill('svc_probe');
    await first.getByRole('checkbox', { name: /^delegation\.request/ }).check();
    await first.getByLabel('Its keys').fill(JSON.stringify({ ...key, d: 'c2VjcmV0' }));
    await first.getByRole('button', { name: 'Register', exact: true }).click();
    await expect(first.getByLabel('Its keys')).toHaveAccessibleDescription(/This holds a private key/);
    await first.getByLabel('Its keys').fill(JSON.stringify(key));
    await first.getByRole('button', { name: 'Register', exact: true }).click();
    await expect(first.getByLabel('Id', { exact: true })).toHaveAccessibleDescription(/registered already/);
    await expect(first.getByLabel('Name')).toHaveValue(NAME);
    await expect(first.getByLabel('Its keys')).toHaveValue(JSON.stringify(key));
    await expect(first.getByRole('checkbox', { name: /^delegation\.request/ })).toBeChecked();
  });

  await test.step('it is registered by the keyboard, and whoever did it answers for it', async () => {
    await first.getByLabel('Id', { exact: true }).fill(id);
    await first.getByLabel('Id', { exact: true }).press('Enter');
    await first.waitForURL(`**/admin/clients/${id}`);
    await expect(first.getByRole('heading', { level: 1 })).toHaveText(NAME);
    await expect(facts(first)).toContainText('delegation.request');
    await expect(main).toContainText('Max Delacroix');
    await expect(main).toContainText('let in');
  });

  await test.step('it gets another name', async () => {
    await first.getByRole('button', { name: 'Rename' }).click();
    const dialog = first.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Reminders by telephone');
    await dialog.getByLabel('Name').press('Enter');
    await expect(dialog).toBeHidden();
    await expect(first.getByRole('heading', { level: 1 })).toHaveText('Reminders by telephone');
  });

  await test.step('whoever shuts it out reads first what that means, and says why', async () => {
    await first.getByRole('button', { name: 'Shut out' }).click();
    const dialog = first.getByRole('dialog');
    await expect(dialog).toContainText('Its sessions end at once');
    await dialog.getByRole('button', { name: 'Yes, shut it out' }).click();
    await expect(dialog.getByLabel('Reason')).toHaveAccessibleDescription(/This is needed/);
    await dialog.getByLabel('Reason').fill('Its key was found in a public repository.');
    await dialog.getByRole('button', { name: 'Yes, shut it out' }).click();
    await expect(dialog).toBeHidden();
    await expect(main).toContainText('shut out');
    await expect(first.getByRole('button', { name: 'Shut out' })).toHaveCount(0);
  });

  await test.step('one proposes to let it in, with everything said anew, and another one accepts', async () => {
    await expect(main).toContainText('Nothing of what it was is taken over');
    await first.getByRole('checkbox', { name: /^delegation\.request/ }).check();
    await first.getByLabel('Its keys').fill(JSON.stringify(await publicKey('b')));
    await first.getByRole('textbox', { name: 'Why' }).fill('It has a new key.');
    await first.getByRole('button', { name: 'Propose', exact: true }).click();
    await expect(first.getByText('It waits for somebody else who looks after clients')).toBeVisible();
    await accepts(second, id);
    await expect(second.getByRole('main')).toContainText('let in');
  });
});

test('a client of the registry file is shut out here, and two let it in as the file has it', async ({
  browser,
}) => {
  await letInAll(browser, 'admin', ['max', 'edda']);
  const first = await arriveWithPasskey(browser, 'admin', 'max');
  const second = await arriveWithPasskey(browser, 'admin', 'edda');
  const id = 'svc_probe_tls';
  const main = first.getByRole('main');
  await first.goto(`/admin/clients/${id}`);
  await expect(first.getByRole('button', { name: 'Rename' })).toHaveCount(0);
  await first.getByRole('button', { name: 'Shut out' }).click();
  const dialog = first.getByRole('dialog');
  await expect(dialog).toContainText('The file alone never does.');
  await dialog.getByLabel('Reason').fill('Its certificate may be lost.');
  await dialog.getByRole('button', { name: 'Yes, shut it out' }).click();
  await expect(main).toContainText('Propose to let it in again');
  await expect(main.getByLabel('Answers for it')).toHaveCount(0);
  await first.getByRole('textbox', { name: 'Why' }).fill('It was found, in the safe.');
  await first.getByRole('button', { name: 'Propose', exact: true }).click();
  await expect(first.getByText('It waits for somebody else who looks after clients')).toBeVisible();
  await expect(main).toContainText('It is let in again, and begins anew');
  await accepts(second, id);
  await expect(second.getByRole('main')).toContainText('Kept in the registry file');
});

test('who looks after no clients finds no page about them', async ({ browser }) => {
  const lead = await arrive(browser, 'admin', 'tess');
  await openDoor(lead, 'admin');
  await expect(lead.getByRole('navigation').getByRole('link', { name: 'Clients' })).toHaveCount(0);
  for (const path of ['/admin/clients', '/admin/clients/svc_probe']) {
    await lead.goto(path);
    await expect(lead.getByRole('main')).toContainText('There is nothing here');
  }
  const keeper = await arrive(browser, 'admin', 'max');
  await keeper.goto('/admin/clients/svc_probe');
  await expect(keeper.getByRole('main')).toContainText('It is changed there, and reviewed there.');
  await expect(keeper.getByRole('button', { name: 'Propose', exact: true })).toHaveCount(0);
});
