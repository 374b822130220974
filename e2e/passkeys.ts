import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, type CDPSession, expect, type Page } from '@playwright/test';
import { arrive, type Door, dataFolder, doorPath, openDoor, person } from './people.ts';

/** What an authenticator of a test holds, so that its owner has the same key in the next test. */
interface Kept {
  door: Door;
  login: string;
  credential: {
    credentialId: string;
    isResidentCredential: boolean;
    rpId?: string;
    privateKey: string;
    userHandle?: string;
    signCount: number;
  };
}

const file = join(dataFolder, 'passkeys-of-tests.json');
const allKept = (): Kept[] => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []);
const keptOf = (door: Door, login: string) =>
  allKept().find((one) => one.door === door && one.login === login);

function keep(kept: Kept): void {
  const others = allKept().filter(({ door, login }) => door !== kept.door || login !== kept.login);
  writeFileSync(file, JSON.stringify([...others, kept]));
}

/** Chromium's virtual authenticator (WebDriver extension of WebAuthn Level 3 §11), with user verification. */
export async function authenticatorIn(page: Page): Promise<{ cdp: CDPSession; authenticatorId: string }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { cdp, authenticatorId };
}

async function countersign(...args: string[]): Promise<string> {
  const env = { ...process.env, COUNTERSIGN_DATA: dataFolder };
  const { stdout } = await promisify(execFile)(process.execPath, ['bin/countersign.mjs', ...args], { env });
  return stdout;
}

/** By somebody who is enrolled already; the first one by the operator, who hears the fingerprint. */
async function letIn(browser: Browser, owner: string, passkey: { id: string; fingerprint: string }) {
  const other = allKept().find(({ door }) => door === 'admin');
  if (!other) {
    const { id, fingerprint } = passkey;
    await countersign('enrol', 'confirm', '--passkey', id, '--fingerprint', fingerprint);
    return;
  }
  const page = await arriveWithPasskey(browser, 'admin', other.login);
  await page.goto('/admin/passkeys');
  const waiting = page.getByRole('listitem').filter({ hasText: passkey.fingerprint });
  await expect(waiting).toContainText(owner);
  await waiting.getByRole('button', { name: /^Let in/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /^Sign/ }).click();
  await expect(dialog).toBeHidden();
  await expect(waiting).toHaveCount(0);
  await page.context().close();
}

async function enrol(browser: Browser, page: Page, door: Door, login: string): Promise<void> {
  const { code } = JSON.parse(await countersign('enrol', '--person', person(door, login).id, '--json'));
  await page.goto(`${doorPath[door]}/passkeys`);
  await page.getByRole('textbox', { name: 'Name' }).fill('Test key');
  await page.getByRole('textbox', { name: 'Code' }).fill(code);
  await page.getByRole('button', { name: 'Make a passkey' }).click();
  const row = page
    .getByRole('table', { name: 'Your passkeys' })
    .getByRole('row')
    .filter({ hasText: 'Test key' });
  await expect(row).toContainText('waits');
  const fingerprint = (await row.locator('code').textContent()) ?? '';
  const id = (await row.getAttribute('data-passkey')) ?? '';
  await letIn(browser, (await page.locator('header p span').first().textContent()) ?? '', {
    id,
    fingerprint,
  });
  await page.reload();
  await expect(row).toContainText('in use');
}

/** A browser of its own for one person at one door, with the passkey of that person; made and let in the first time. */
export async function arriveWithPasskey(browser: Browser, door: Door, login: string): Promise<Page> {
  const page = await arrive(browser, door, login);
  await openDoor(page, door);
  const { cdp, authenticatorId } = await authenticatorIn(page);
  const kept = keptOf(door, login);
  if (kept) {
    // Counted on from far ahead: a key that counts backwards is taken for a copy.
    const credential = { ...kept.credential, signCount: Math.floor(Date.now() / 1000) - 1_600_000_000 };
    await cdp.send('WebAuthn.addCredential', { authenticatorId, credential });
    return page;
  }
  await enrol(browser, page, door, login);
  const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId });
  const [credential] = credentials;
  if (!credential) throw new Error('The authenticator holds no key.');
  keep({ door, login, credential });
  await page.goto(doorPath[door]);
  return page;
}

/** Whoever lets another one in signs in a browser of its own and goes on from there, so this comes before all else. */
export async function letInAll(browser: Browser, door: Door, logins: readonly string[]): Promise<void> {
  for (const login of logins)
    if (!keptOf(door, login)) await (await arriveWithPasskey(browser, door, login)).context().close();
}
