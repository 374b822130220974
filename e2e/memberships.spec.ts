import { type Browser, expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { arriveWithPasskey, letInAll } from './passkeys.ts';
import { arrive, person, signIn } from './people.ts';

test.describe.configure({ timeout: 240_000 });

const SOL = 'Sol Ibarra in security';

/** Whatever an earlier sign-in was good for: a browser that knows nothing yet. */
async function arriveAnew(browser: Browser, login: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, 'admin', login);
  return page;
}

const alerts = (page: Page) => page.getByRole('navigation').getByRole('link', { name: 'Alerts' });

test('a group that a review takes away opens nothing any more, until it is reinstated with a reason', async ({
  browser,
}) => {
  await letInAll(browser, 'admin', ['max', 'edda']);
  const reviewer = await arriveWithPasskey(browser, 'admin', 'max');
  const sol = await arriveAnew(browser, 'sol');
  const item = reviewer.getByRole('list', { name: 'Items' }).getByRole('listitem').filter({ hasText: SOL });

  await test.step('the group gives somebody a page', async () => {
    await alerts(sol).first().click();
    await expect(sol.getByRole('heading', { level: 1 })).toHaveText('Alerts');
  });

  await test.step('in a review of groups somebody answers that it goes, and signs with a passkey', async () => {
    await reviewer.goto('/admin/reviews');
    await reviewer.getByRole('textbox', { name: 'Title' }).fill('Groups that give a role');
    for (const box of await reviewer.getByRole('checkbox').all()) await box.uncheck();
    await reviewer.getByRole('checkbox', { name: 'Groups that give a role' }).check();
    await reviewer.getByRole('button', { name: 'Open the review' }).click();
    await reviewer.waitForURL(/\/admin\/reviews\/campaigns\/cmp_/);
    await item.getByRole('button', { name: /^Remove/ }).click();
    const dialog = reviewer.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Comment' }).fill('Sol is with another team since Monday.');
    await dialog.getByRole('button', { name: 'Read and sign' }).click();
    await expect(dialog).toContainText('"decision": "remove"');
    await dialog.getByRole('button', { name: 'Sign the answer' }).click();
    await expect(dialog).toBeHidden();
    await expect(async () => {
      await reviewer.reload();
      await expect(item).toContainText('counts no more', { timeout: 500 });
    }).toPass();
  });

  await test.step('what was open is shut, and a new sign-in brings nothing back', async () => {
    await sol.goto('/admin/alerts');
    await expect(sol.getByRole('main')).toContainText('There is nothing here');
    await sol.goto('/admin');
    await expect(sol.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(alerts(sol)).toHaveCount(0);
    const anew = await arriveAnew(browser, 'sol');
    await expect(alerts(anew)).toHaveCount(0);
    await anew.goto('/admin/alerts');
    await expect(anew.getByRole('main')).toContainText('There is nothing here');
    await anew.context().close();
  });

  await test.step('who manages people reinstates it, and says why', async () => {
    const keeper = await arriveWithPasskey(browser, 'admin', 'edda');
    await keeper.goto('/admin/reviews');
    await keeper.getByRole('searchbox', { name: 'Ever reviewed' }).fill(person('admin', 'sol').id);
    await keeper.getByRole('button', { name: 'Search' }).click();
    await keeper.waitForURL(/\/admin\/reviews\/history/);
    const found = keeper.getByRole('listitem').filter({ hasText: SOL }).first();
    await found.getByRole('button', { name: /^Reinstate/ }).click();
    const dialog = keeper.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Reinstate the group' }).click();
    await expect(dialog.getByRole('textbox', { name: 'Reason' })).toHaveAccessibleDescription(
      /This is needed/,
    );
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Sol stays until the new one has begun.');
    await dialog.getByRole('button', { name: 'Reinstate the group' }).click();
    await expect(dialog).toBeHidden();
    await expect(found).toContainText('counts again');
    await expect(found.getByRole('button', { name: /^Reinstate/ })).toHaveCount(0);
  });

  await test.step('it opens the page again, and the log says who did it', async () => {
    const anew = await arriveAnew(browser, 'sol');
    await alerts(anew).first().click();
    await expect(anew.getByRole('heading', { level: 1 })).toHaveText('Alerts');
    const auditor = await arrive(browser, 'admin', 'audra');
    await auditor.goto('/admin/audit');
    await expect(
      auditor.getByRole('row').filter({ hasText: 'person.membership_reinstated' }).first(),
    ).toContainText('Edda Rúnarsdóttir');
  });
});
