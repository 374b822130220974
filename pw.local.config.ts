import base from './playwright.config.ts';
const { webServer: _, ...rest } = base as any;
export default { ...rest, outputDir: '/tmp/pw-out' };
