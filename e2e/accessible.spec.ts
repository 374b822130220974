import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { arrive } from './people.ts';

test.describe.configure({ timeout: 120_000 });

/** What a machine can see of WCAG 2.2 AA, in both colour schemes and at both widths. */
async function faults(page: Page, path: string): Promise<string[]> {
  const found: string[] = [];
  for (const [colorScheme, width] of [['light', 1280] as const, ['dark', 375] as const]) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 800 });
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze();
    found.push(
      ...violations.map(
        ({ id, nodes }) => `${path} ${colorScheme}: ${id} at ${nodes.map((node) => node.target).join(', ')}`,
      ),
    );
    const sideways = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (sideways > 0) found.push(`${path} at ${width}px scrolls sideways by ${sideways}px`);
  }
  return found;
}

const visits = [
  ['support', 'ana', ['/support', '/support/requests/new']],
  ['admin', 'tess', ['/admin', '/admin/approvals']],
  ['admin', 'audra', ['/admin/audit']],
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
