import { expect } from '@playwright/test';
import { findings, kept, privateValues, record } from './browser-traffic.ts';
import { test } from './fixtures.ts';
import { type Door, signIn } from './people.ts';
import { banner, leaveByApi, startSession } from './session-walk.ts';
import { answerConsent, expectStatus, fileRequest, logOf, review } from './walk.ts';

// Several people sign in first, each at an identity provider of their own.
test.describe.configure({ timeout: 180_000 });

test('the search finds what it searches for', () => {
  const part = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJjdXNfMSJ9.MEUCIQDxNnotARealSignature';
  expect(findings([{ where: 'here', text: `a ${part} b` }], [])).toHaveLength(1);
  expect(findings([{ where: 'here', text: '{"refresh_token":"x"}' }], [])).toHaveLength(1);
  expect(findings([{ where: 'here', text: 'DPoP c2VjcmV0LXNlY3JldC1zZWNyZXQ' }], [])).toHaveLength(1);
  expect(findings([{ where: 'here', text: 'nothing of value' }], ['a-private-value'])).toHaveLength(0);
  expect(privateValues().length).toBeGreaterThan(5);
});

test('no token and no key is in any body, header or storage of the whole story', async ({ browser }) => {
  const arrive = async (door: Door, login: string) => {
    const context = await browser.newContext();
    const traffic = record(context);
    const page = await context.newPage();
    await signIn(page, door, login);
    return { page, door, traffic };
  };
  await leaveByApi('eve');
  const agent = await arrive('support', 'eve');
  const lead = await arrive('admin', 'tess');
  const security = await arrive('admin', 'sol');
  const customer = await arrive('customer', 'rosa');
  const auditor = await arrive('admin', 'audra');

  const id = await fileRequest(agent.page, {
    customer: 'María Rosa de los Ángeles',
    intent: 'API key leaked',
    ticket: 'TCK-4001',
    justification: 'The key was pasted into a public chat.',
  });
  await review(lead.page, id, 'Approve', 'Confirmed.');
  await review(security.page, id, 'Approve', 'Confirmed with the customer.');
  await answerConsent(customer.page, id, 'Allow');
  await expectStatus(agent.page, 'granted');
  await startSession(agent.page, id);
  await agent.page.getByRole('link', { name: 'API credentials' }).click();
  await agent.page.getByRole('button', { name: 'Raise to write' }).click();
  const dialog = agent.page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('The key has to be replaced.');
  await dialog.getByRole('button', { name: 'Raise', exact: true }).click();
  await expect(banner(agent.page)).toContainText('May read and change');
  await agent.page
    .getByRole('button', { name: /^Rotate/ })
    .first()
    .click();
  await expect(agent.page.getByRole('main')).toContainText('The old key has stopped');
  await logOf(auditor.page, id);
  await auditor.page
    .getByRole('button', { name: /^Entry/ })
    .first()
    .click();
  await customer.page.goto('/account/history');
  await customer.page.goto('/account');
  await agent.page.goto('/support');

  const secrets = privateValues();
  const everything = [agent, lead, security, customer, auditor];
  for (const { page, door, traffic } of everything) {
    const stored = await kept(page, door);
    await traffic.settled();
    expect(traffic.pieces.length).toBeGreaterThan(20);
    expect(findings([...traffic.pieces, ...stored], secrets)).toEqual([]);
    expect(stored.find((piece) => piece.where.endsWith('databases'))?.text).toBe('[]');
  }
});
