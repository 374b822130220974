import { expect, type Page } from '@playwright/test';
import { exportJWK, generateKeyPair } from 'jose';
import { apiAs } from './api.ts';
import { test } from './fixtures.ts';
import { arriveWithPasskey } from './passkeys.ts';
import { arrive, person } from './people.ts';

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

test('one proposes wider scopes and a key for a client, another one accepts with a passkey', async ({
  browser,
}) => {
  const id = await registerService();
  // Whoever lets the other one in has signed in another browser meanwhile, and goes on from there.
  for (const login of ['max', 'edda'])
    await (await arriveWithPasskey(browser, 'admin', login)).context().close();
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

test('who looks after no clients finds no page about them', async ({ browser }) => {
  const lead = await arrive(browser, 'admin', 'tess');
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
