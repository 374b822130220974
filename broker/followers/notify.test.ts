import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Mail } from '#broker/mail/letter.ts';
import { openMail } from '#broker/mail/open-mail.ts';
import { type House, openHouse, READ, SENSITIVE } from '#test/house.ts';
import { type MailServer, openMailServer } from '#test/mail-server.ts';
import type { LoggedEntry } from './follow.ts';
import { notify } from './notify.ts';

let house: House;
let server: MailServer;
let mail: Mail;
let read: number;
beforeAll(async () => {
  house = await openHouse();
  server = await openMailServer();
  mail = openMail({ url: server.url, from: 'countersign@northwind.example.com' });
}, 120_000);
afterAll(async () => {
  mail.close();
  await server.close();
  await house.close();
});
beforeEach(async () => {
  read = (await house.entries()).length;
  server.received.length = 0;
});
afterEach(() => {
  server.isDown = false;
  server.unknown.clear();
});

const follower = () => notify(house.services, { mail, consoleUrl: 'https://{door}.example.com' });

async function newEntries(): Promise<LoggedEntry[]> {
  const all = (await house.entries()).slice(read);
  return all.map((leaf, index) => ({ index, entryId: String(leaf.id), leaf: JSON.stringify(leaf) }));
}

/** What has been recorded since the last time is read, as the follower reads it. */
async function tells(): Promise<string[]> {
  const entries = await newEntries();
  await follower().react?.(entries);
  read += entries.length;
  return told();
}

const told = () =>
  server.received
    .splice(0)
    .map(({ to, subject }) => `${to.join()}: ${subject}`)
    .sort();

it('a request goes to whoever may sign it, stage after stage, then to the customer, then back to the agent', async () => {
  await house.enrolled('customer', 'mira');
  await tells();
  const asked = await house.asks('ana', 'mira', SENSITIVE);
  const first = await tells();
  expect(first).toContain('tess@northwind.example.com: A request waits for your approval');
  expect(first.join()).not.toMatch(/sam@|mira@|ana@/);

  await house.reviews('tess', asked);
  const second = await tells();
  expect(second).toContain('sam@northwind.example.com: A request waits for your approval');
  expect(second.join()).not.toMatch(/tess@|mira@/);

  const approved = await house.reviews('sam', asked);
  expect(await tells()).toEqual(['mira@example.org: You are asked for your consent']);

  await house.answers('mira', approved);
  expect(await tells()).toEqual(['ana@northwind.example.com: Your request was granted']);
});

it('a letter leads to the right door and says nothing of what is asked', async () => {
  const asked = await house.asks('ana', 'noel', READ);
  const entries = await newEntries();
  await follower().react?.(entries);
  const [letter] = server.received;
  expect(letter?.to).toEqual(['noel@example.org']);
  expect(letter?.text).toContain(`https://account.example.com/account/consents/${asked.id}`);
  expect(letter?.text).not.toContain(asked.justification);
  expect(letter?.id).toBe(`<${entries[0]?.entryId}.${house.who('customer', 'noel').id}@countersign>`);
});

it('whoever was told is not told again when the same entries are read again', async () => {
  await house.asks('ana', 'kai', READ);
  const entries = await newEntries();
  for (let times = 0; times < 2; times++) await follower().react?.(entries);
  expect(told()).toEqual(['kai@example.org: You are asked for your consent']);
});

it('a mail server that is away loses nothing: the follower tries the entries again', async () => {
  await house.asks('ana', 'mira', READ);
  const entries = await newEntries();
  server.isDown = true;
  await expect(follower().react?.(entries)).rejects.toThrow();
  expect(told()).toEqual([]);
  server.isDown = false;
  await follower().react?.(entries);
  expect(told()).toEqual(['mira@example.org: You are asked for your consent']);
});

it('a mailbox that is not there keeps nobody else from being told', async () => {
  server.unknown.add('mira@example.org');
  await house.asks('ana', 'mira', READ);
  await house.asks('ana', 'noel', READ);
  expect(await tells()).toEqual(['noel@example.org: You are asked for your consent']);
});

it('what is settled meanwhile, and what is a day old, is not told', async () => {
  const asked = await house.asks('ana', 'mira', READ);
  await house.answers('mira', asked, 'refuse');
  expect(await tells()).toEqual(['ana@northwind.example.com: Your request was refused']);
  await house.asks('ana', 'mira', READ);
  house.clock.pass(25 * 3600);
  expect(await tells()).toEqual([]);
});

it('a passkey that is added is told to its owner', async () => {
  await house.enrolled('admin', 'tess');
  const letters = await tells();
  expect(letters).toContain('tess@northwind.example.com: A passkey was added for you');
});

it('nobody is sent names or links over a line that others can read', async () => {
  const elsewhere = await openMailServer('127.0.0.2');
  const open = openMail({ url: elsewhere.url, from: 'countersign@northwind.example.com' });
  const letter = { id: 'evt_x', to: 'mira@example.org', subject: 'A title', text: 'A text.' };
  await expect(open.send(letter)).rejects.toMatchObject({ code: 'ETLS' });
  expect(elsewhere.received).toEqual([]);
  open.close();
  await elsewhere.close();
});
