import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { arrive } from './people.ts';
import { approveByApi, banner, consentByApi, leaveByApi, startSession } from './session-walk.ts';
import { fileRequest } from './walk.ts';

test.describe.configure({ timeout: 240_000 });
test.use({ viewport: { width: 1280, height: 800 } });

const open = (page: Page, section: string) => page.getByRole('link', { name: section, exact: true }).click();

/** What `docs/images` holds, as the pages are today. */
test('an agent in a live session, for the README', async ({ browser }) => {
  await leaveByApi('ana');
  const agent = await arrive(browser, 'support', 'ana');
  await agent.setViewportSize({ width: 1280, height: 800 });
  await agent.emulateMedia({ colorScheme: 'light' });
  const id = await fileRequest(agent, {
    customer: 'Yuki Hashimoto',
    intent: 'Account taken over',
    ticket: 'TCK-6101',
    justification: 'A stranger was in the account. Its keys and passwords have to be replaced today.',
  });
  for (const login of ['tess', 'sam']) await approveByApi(id, login);
  await consentByApi(id, 'yuki');
  await startSession(agent, id);
  await open(agent, 'API credentials');
  await agent.getByRole('button', { name: 'Raise to write' }).click();
  const dialog = agent.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('The old key is in the hands of a stranger.');
  await dialog.getByRole('button', { name: 'Raise', exact: true }).click();
  await expect(banner(agent)).toContainText('May read and change');
  await agent.getByRole('button', { name: 'Rotate' }).first().click();
  await expect(agent.getByRole('main')).toContainText('The old key has stopped');
  await agent.reload();
  await expect(agent.getByRole('main')).toContainText('not collected yet');
  await agent.screenshot({ path: 'docs/images/live-session.png' });
  await leaveByApi('ana');
});
