import { expect, type Locator, type Page } from '@playwright/test';
import { faults } from './faults.ts';
import { test } from './fixtures.ts';
import { packedDraft } from './packed-draft.ts';
import { arrive } from './people.ts';
import { consentByApi, leaveByApi, startSession } from './session-walk.ts';
import { fileRequest } from './walk.ts';

// Several people sign in first, each at an identity provider of their own.
test.describe.configure({ timeout: 240_000 });

const CUSTOMER = 'María Rosa de los Ángeles';

async function choose(page: Page, picker: string, name: string): Promise<void> {
  await page.getByRole('combobox', { name: picker }).fill(name);
  await page.getByRole('option').filter({ hasText: name }).first().click();
}

const card = (page: Page, title: string): Locator =>
  page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: title, exact: true }) })
    .last();

async function openSession(agent: Page): Promise<string> {
  await leaveByApi('ana');
  const id = await fileRequest(agent, {
    customer: CUSTOMER,
    intent: 'Check a setting',
    ticket: 'TCK-9301',
    justification: 'The customer asks what a setting does.',
  });
  await consentByApi(id, 'rosa');
  await startSession(agent, id);
  return id;
}

async function propose(owner: Page, why: string): Promise<string> {
  await owner.goto('/admin/policies');
  await owner.getByLabel('Packed draft').setInputFiles(await packedDraft());
  await owner.getByRole('textbox', { name: 'Why' }).fill(why);
  await owner.getByRole('button', { name: 'Propose', exact: true }).click();
  await owner.waitForURL(/\/admin\/policies\/proposals\/pol_/);
  return new URL(owner.url()).pathname;
}

async function withdraw(owner: Page, proposal: string): Promise<void> {
  await owner.goto(proposal);
  await owner.getByRole('button', { name: 'Take it back' }).click();
  await expect(owner.getByRole('main')).toContainText('withdrawn');
}

async function simulate(owner: Page, customer: string): Promise<Locator> {
  await owner.goto('/admin/policies/simulate');
  await choose(owner, 'Agent', 'Ben Achterberg');
  await choose(owner, 'Customer', customer);
  await owner.getByRole('button', { name: 'Ask policy' }).click();
  return owner.getByRole('region', { name: 'What policy says' });
}

test('a proposal is replayed before it is signed, and the second person reads what the first one saw', async ({
  browser,
}) => {
  const owner = await arrive(browser, 'admin', 'pia');
  const second = await arrive(browser, 'admin', 'pat');
  const agent = await arrive(browser, 'support', 'ana');
  await openSession(agent);
  const proposal = await propose(owner, 'Nobody looks in while we look into this.');
  const replay = card(owner, 'Its replay');

  await test.step('without one both are told that nothing is known', async () => {
    await second.goto(proposal);
    await expect(replay).toContainText('No replay was run');
    await expect(card(second, 'Its replay')).toContainText('No replay was run');
    await expect(second.getByRole('main')).toContainText('No replay tells what it would end');
  });

  await test.step('the button is pressed, and it says who loses and which session ends', async () => {
    await replay.getByRole('combobox', { name: 'Look back' }).selectOption('1 day');
    await replay.getByRole('button', { name: 'Run the replay' }).click();
    const outcome = owner.getByRole('status', { name: 'Outcome of the replay' });
    await expect(outcome).toContainText(/live sessions? ends?/, { timeout: 60_000 });
    await expect(replay).toContainText('of the last 1 day');
    await expect(replay).toContainText('Ana Sorensen for María Rosa');
    await expect(replay).toContainText('reading-is-closed');
    await expect(replay.getByRole('region', { name: 'Figures of the replay' })).toBeVisible();
  });

  await test.step('the second person sees it without asking, and again where it is signed', async () => {
    await expect(second.getByRole('main')).toContainText(/Its replay says: .*live sessions? ends?/);
    await expect(card(second, 'Its replay')).toContainText('Pia Hallström asked for it');
  });

  await test.step('it stays with the proposal, and nothing is replayed any more', async () => {
    await withdraw(owner, proposal);
    await expect(replay).toContainText('Ana Sorensen for María Rosa');
    await expect(owner.getByRole('button', { name: /^Run/ })).toHaveCount(0);
  });
});

test('a past decision is found by who asked, and explained beside what would be said today', async ({
  browser,
}) => {
  const auditor = await arrive(browser, 'admin', 'audra');
  const agent = await arrive(browser, 'support', 'ana');
  const id = await openSession(agent);
  await auditor.goto('/admin/policies/decisions');
  await choose(auditor, 'Name', 'Ana Sorensen');
  await auditor.getByRole('button', { name: 'Find' }).click();
  await auditor.waitForURL(/person=agt_/);
  const rows = auditor.getByRole('table', { name: 'Decisions' }).getByRole('row');
  await expect(rows.nth(1)).toContainText('Ana Sorensen');
  await expect(auditor.getByRole('combobox', { name: 'Name' })).toHaveValue('Ana Sorensen');

  await auditor.getByRole('textbox', { name: 'Delegation' }).fill(id);
  await auditor.getByRole('button', { name: 'Find' }).click();
  await auditor.waitForURL(/delegation=dlg_/);
  await expect(rows.nth(1)).toContainText('allowed');
  await rows.last().getByRole('link').click();
  await auditor.waitForURL(/decisions\/pdc_/);
  await expect(card(auditor, 'What decided')).toContainText('read-with-consent');
  await expect(card(auditor, 'What went in')).toContainText('TCK-9301');
  await expect(auditor.getByRole('main')).toContainText('The version in force says the same today');

  await auditor.goto('/admin/policies/decisions?to=2001-01-01');
  await expect(auditor.getByRole('main')).toContainText('No decision fits');
});

test('what could be asked for is a partial evaluation, and a request is tried without being filed', async ({
  browser,
}) => {
  const owner = await arrive(browser, 'admin', 'pia');
  await test.step('per action: permitted, never, or on what it depends', async () => {
    await owner.goto('/admin/policies/possibilities');
    await expect(owner.getByRole('button', { name: 'Show what could be asked for' })).toBeDisabled();
    await choose(owner, 'Agent', 'Eve Nakashima');
    await choose(owner, 'Customer', CUSTOMER);
    await owner.getByRole('button', { name: 'Show what could be asked for' }).click();
    const said = owner.getByRole('region', { name: 'What could be asked for' });
    await expect(said).toContainText('A partial evaluation: what is still open');
    const read = said.getByRole('article', { name: 'See the profile' });
    await expect(read).toContainText('it is not an emergency');
    await expect(read).toContainText('the customer’s consent');
    await expect(said.getByRole('article', { name: 'Change billing' })).toContainText('guard:never');
  });

  await test.step('a request that would be let through, with who could sign it', async () => {
    const said = await simulate(owner, CUSTOMER);
    await expect(said).toContainText('may be asked for');
    await owner.getByRole('combobox', { name: 'Purpose' }).selectOption('API key leaked');
    await owner.getByRole('button', { name: 'Ask policy' }).click();
    await expect(said).toContainText('sensitive-with-two-groups');
    await expect(said).toContainText('Could sign it today: Sam Whitcombe');
  });

  await test.step('a customer whom nobody looks in on: the true reason, and what the agent reads', async () => {
    const said = await simulate(owner, 'Olga Petrenko');
    await expect(said).toContainText('denied');
    await expect(said).toContainText('guard:subject-privileged');
    await expect(said).toContainText('Policy does not permit access to this customer.');
  });

  await test.step('by a version that is only proposed', async () => {
    const proposal = await propose(owner, 'To be tried out.');
    await owner.goto('/admin/policies/simulate');
    await choose(owner, 'Agent', 'Ben Achterberg');
    await choose(owner, 'Customer', CUSTOMER);
    await owner.getByRole('combobox', { name: 'Judged by' }).selectOption({ index: 1 });
    await owner.getByRole('button', { name: 'Ask policy' }).click();
    await expect(owner.getByRole('region', { name: 'What policy says' })).toContainText('reading-is-closed');
    await withdraw(owner, proposal);
  });
});

test('the pages about policy can be used by everybody', async ({ browser }) => {
  const owner = await arrive(browser, 'admin', 'pia');
  const proposal = await propose(owner, 'To be looked at.');
  await owner.getByRole('button', { name: 'Run the replay' }).click();
  const outcome = owner.getByRole('status', { name: 'Outcome of the replay' });
  await expect(outcome).toBeVisible({ timeout: 60_000 });
  await owner.goto('/admin/policies/decisions');
  const first = await owner.getByRole('table').getByRole('link').first().getAttribute('href');
  const found = [
    ...(await faults(owner, '/admin/policies')),
    ...(await faults(owner, proposal)),
    ...(await faults(owner, '/admin/policies/decisions')),
    ...(await faults(owner, first ?? '')),
    ...(await faults(owner, '/admin/policies/possibilities', async () => {
      await choose(owner, 'Agent', 'Eve Nakashima');
      await choose(owner, 'Customer', CUSTOMER);
      await owner.getByRole('button', { name: 'Show what could be asked for' }).click();
      await expect(owner.getByRole('article', { name: 'See the profile' })).toBeVisible();
    })),
    ...(await faults(owner, '/admin/policies/simulate', async () => {
      await choose(owner, 'Agent', 'Ben Achterberg');
      await choose(owner, 'Customer', CUSTOMER);
      await owner.getByRole('button', { name: 'Ask policy' }).click();
      await expect(owner.getByRole('heading', { name: 'What policy would say' })).toBeVisible();
    })),
    ...(await faults(owner, '/admin/passkeys')),
  ];
  expect(found).toEqual([]);
  await withdraw(owner, proposal);
});
