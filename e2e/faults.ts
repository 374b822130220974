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

/** What a machine can see of WCAG 2.2 AA, in both colour schemes and at both widths. */
export async function faults(
  page: Page,
  path: string,
  /** What is looked at only after something was done. */
  then: () => Promise<void> = async () => undefined,
): Promise<string[]> {
  const found: string[] = [];
  for (const [colorScheme, width] of [['light', 1280] as const, ['dark', 375] as const]) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 800 });
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await then();
    await settled(page);
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
