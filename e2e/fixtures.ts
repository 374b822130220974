import { test as base } from '@playwright/test';

/** What a test has opened is closed with it: a page that stays open hears every event of the tests after it. */
export const test = base.extend<{ tidy: undefined }>({
  tidy: [
    async ({ browser }, use) => {
      await use(undefined);
      for (const context of browser.contexts()) await context.close();
    },
    { auto: true },
  ],
});
