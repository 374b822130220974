import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openMail } from './open-mail.ts';

let parent: string;
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'countersign-mail-'));
});
afterAll(() => rmSync(parent, { recursive: true }));

it('each letter is one file that nobody but its owner reads', async () => {
  const folder = join(parent, 'mail');
  const mail = openMail({ url: pathToFileURL(folder).href, from: 'countersign@northwind.example.com' });
  const letter = { to: 'mira@example.org', subject: 'Your code', text: 'Your code: AAAAA-CCCCC\n' };
  expect(await mail.send({ ...letter, id: 'one' })).toBe('sent');
  expect(await mail.send({ ...letter, id: 'two' })).toBe('sent');
  mail.close();
  const files = readdirSync(folder);
  expect(files).toHaveLength(2);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  const texts = files.map((name) => {
    expect(name).toMatch(/\.eml$/);
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    return readFileSync(join(folder, name), 'utf8');
  });
  for (const [i, id] of ['one', 'two'].entries()) {
    expect(texts[i]).toContain(`Message-ID: <${id}@countersign>`);
    expect(texts[i]).toContain('To: mira@example.org');
    expect(texts[i]).toContain('Your code: AAAAA-CCCCC');
  }
});
