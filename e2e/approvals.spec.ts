import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { arrive } from './people.ts';
import {
  answerConsent,
  expectStatus,
  fileRequest,
  fillRequest,
  logOf,
  prepareReview,
  preview,
  refusal,
} from './walk.ts';

// Several people sign in first, each at an identity provider of their own.
test.describe.configure({ timeout: 180_000 });

const write = {
  intent: 'Customer cannot sign in',
  ticket: 'TCK-4001',
  justification: 'The customer lost the second factor and calls from a known number.',
};

test('an approver asks, the agent answers, and the approver lets it start later', async ({ browser }) => {
  const agent = await arrive(browser, 'support', 'ben');
  const lead = await arrive(browser, 'admin', 'tess');
  const id = await fileRequest(agent, { ...write, customer: 'Kai Kahananui' });
  await expect(agent.getByRole('list', { name: 'Who can sign it now' }).first()).toContainText(
    /2 people can sign this now/,
  );

  await lead.goto(`/admin/approvals/${id}`);
  await expect(lead.getByRole('list', { name: 'Who can sign it now' }).first()).toContainText('Tess Oyelowo');
  await lead.getByRole('textbox', { name: 'Comment' }).fill('Which of the two sign-ins?');
  await lead.getByRole('button', { name: 'Ask for more' }).click();
  await lead.getByRole('dialog').getByRole('button', { name: /^Sign/ }).click();
  await expect(lead.getByRole('status', { name: 'Status' })).toContainText('Waiting for the answer of Ben');

  await expect(agent.getByRole('main')).toContainText('Which of the two sign-ins?');
  await agent.getByRole('textbox', { name: 'Your answer' }).fill('The one on the telephone.');
  await agent.getByRole('button', { name: 'Send the answer' }).click();
  await expect(agent.getByRole('textbox', { name: 'Your answer' })).toBeHidden();
  await expect(lead.getByRole('main')).toContainText('The one on the telephone.');

  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 16);
  await lead.getByLabel('Not before').fill(tomorrow);
  const dialog = await prepareReview(lead, id, 'Approve less', 'Tomorrow, when the customer is in.');
  await expect(dialog).toContainText('not before');
  await dialog.getByRole('button', { name: /^Sign/ }).click();
  await expect(dialog).toBeHidden();
  await expect(agent.getByRole('main')).toContainText('not before');

  const auditor = await arrive(browser, 'admin', 'audra');
  expect(await logOf(auditor, id)).toEqual(
    expect.arrayContaining(['approval.questioned', 'approval.answered', 'approval.given']),
  );
});

test('a customer offers a look, the agent brings the code, and asks for more time', async ({ browser }) => {
  const customer = await arrive(browser, 'customer', 'mira');
  await customer.goto('/account/offers');
  await customer.getByRole('group', { name: 'Account' }).getByRole('radio').first().check();
  for (const title of ['See the profile', 'See the settings'])
    await customer.getByRole('checkbox', { name: title }).check();
  await customer.getByRole('button', { name: 'Make the offer' }).click();
  const code = (await customer.getByRole('status', { name: 'Code' }).textContent()) ?? '';
  expect(code).toMatch(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/);

  const agent = await arrive(browser, 'support', 'ben');
  const ask = { customer: 'Mira', intent: 'Check a setting', ticket: 'TCK-4002' };
  const justification = 'The customer is on the telephone and told me a code.';
  await fillRequest(agent, { ...ask, justification, code: 'AAAA-AAAA' });
  await expect(preview(agent)).toContainText('Nothing was ever offered under this code');
  await agent.getByRole('textbox', { name: 'Code of an offer' }).fill(code);
  await expect(preview(agent)).toContainText('Covered by the customer’s offer of');
  const id = await fileRequest(agent, { ...ask, justification, code });
  await expectStatus(agent, 'granted');
  await expect(agent.getByRole('main')).toContainText('Covered by the customer’s offer of');
  await customer.goto(`/account/consents/${id}`);
  await expect(customer.getByRole('main')).toContainText('it is covered by your offer of');
  await customer.goto('/account/offers');
  await expect(customer.getByRole('region', { name: 'Your offers' })).toContainText('used');
  await expect(customer.getByRole('main')).not.toContainText(code);

  await agent.getByRole('button', { name: 'Ask for more time' }).click();
  await agent.getByRole('dialog').getByRole('button', { name: 'File the request' }).click();
  await agent.waitForURL((url) => /\/support\/requests\/dlg_/.test(url.pathname) && !url.href.includes(id));
  await expectStatus(agent, 'pending');
  await expect(agent.getByRole('main')).toContainText('an earlier request');
  const more = new URL(agent.url()).pathname.split('/').at(-1) ?? '';
  await answerConsent(customer, more, 'Allow');
  await expectStatus(agent, 'granted');
});

test('a customer blocks an agent: what is open ends, and the agent learns nothing', async ({ browser }) => {
  const customer = await arrive(browser, 'customer', 'kai');
  const agent = await arrive(browser, 'support', 'ben');
  const ask = {
    customer: 'Kai Kahananui',
    intent: 'Check a setting',
    ticket: 'TCK-4003',
    justification: 'The customer asks what a setting does.',
  };
  const id = await fileRequest(agent, ask);
  await customer.goto(`/account/consents/${id}`);
  await customer.getByRole('button', { name: /^Block/ }).click();
  await customer.getByRole('dialog').getByRole('button', { name: 'Yes, block' }).click();
  await expectStatus(customer, 'denied');
  await expectStatus(agent, 'denied');

  await fillRequest(agent, ask);
  await expect(preview(agent)).toContainText('Not permitted');
  await agent.getByRole('button', { name: 'File the request' }).click();
  await expect(refusal(agent)).toContainText('Policy does not permit access to this customer.');

  await customer.goto('/account');
  const blocked = customer.getByRole('region', { name: 'Blocked' });
  await expect(blocked).toContainText('Ben Achterberg');
  await blocked.getByRole('button', { name: /^Lift the block/ }).click();
  await expect(blocked).toBeHidden();
});
