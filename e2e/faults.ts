import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** What fades in is read as it stays. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    await frame();
    await frame();
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}

const looks = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 375 },
] as const;

async function look(page: Page, { colorScheme, width }: (typeof looks)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.setViewportSize({ width, height: 800 });
}

/**
 * What a machine can see of WCAG 2.2 AA, in both colour schemes and at both widths. Both are matters of the style
 * sheet alone, so a page is opened once and looked at twice.
 */
export async function faults(
  page: Page,
  path: string,
  /** What is looked at only after something was done. */
  then: () => Promise<void> = async () => undefined,
): Promise<string[]> {
  const found: string[] = [];
  await look(page, looks[0]);
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await then();
  for (const [at, each] of looks.entries()) {
    const { colorScheme, width } = each;
    await look(page, each);
    await settled(page);
    // It is there from the first look on. Our pages have no frames, so nothing is put together in a page of its own.
    const already = at === 0 ? {} : { axeSource: 'void 0' };
    const { violations } = await new AxeBuilder({ page, ...already })
      .options({ resultTypes: ['violations'] })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .setLegacyMode()
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
