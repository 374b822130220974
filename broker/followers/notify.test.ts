import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openCampaign } from '#broker/campaigns/open-campaign.ts';
import { settleItems } from '#broker/campaigns/settle-items.ts';
import { makeOffer, withdrawOffer } from '#broker/delegation/make-offer.ts';
import { disablePerson } from '#broker/identity/disable-person.ts';
import { importDirectory } from '#broker/identity/import-directory.ts';
import { lapseMembership } from '#broker/identity/lapse-membership.ts';
import { reinstateMembership } from '#broker/identity/reinstate-membership.ts';
import type { Mail } from '#broker/mail/letter.ts';
import { openMail } from '#broker/mail/open-mail.ts';
import { shutOutClient } from '#broker/oauth/clients/shut-out-client.ts';
import { decidesChange, proposesChange, publicKey, registers } from '#test/client-changes.ts';
import { world } from '#test/demo.ts';
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

describe('whoever may consent for an account', () => {
  const mayConsent = (...logins: string[]) =>
    importDirectory(house.context, {
      ...world.directory,
      accounts: world.directory.accounts.map((account) =>
        `account/${account.id}` === house.accountOf('mira')
          ? { ...account, consenters: logins.map((login) => house.who('customer', login).id) }
          : account,
      ),
    });
  afterEach(() => mayConsent('mira'));

  it('is asked by mail, each once and in their own name, as the directory has it now', async () => {
    await mayConsent('mira', 'kai', 'lena');
    const asked = await house.asks('ana', 'mira', READ);
    await mayConsent('mira', 'kai');
    const entries = await newEntries();
    for (let times = 0; times < 2; times++) await follower().react?.(entries);
    const letters = server.received.toSorted((a, b) => a.to.join().localeCompare(b.to.join()));
    expect(letters.map(({ to }) => to.join())).toEqual(['kai@example.org', 'mira@example.org']);
    expect(letters[0]?.text).toMatch(/^Kai Kahananui,\n\n.*an account that you may consent for/);
    expect(letters[1]?.text).toMatch(/^Mira Castellanos,\n\n.*act in your account/);
    for (const { text } of letters)
      expect(text).toContain(`https://account.example.com/account/consents/${asked.id}`);
  });

  it('is told nothing who could not: shut out, an approver in private, or one of the staff', async () => {
    await mayConsent('mira', 'ivo', 'tessa', 'benno');
    await disablePerson(
      house.context,
      house.who('admin', 'max'),
      house.who('customer', 'ivo').id,
      'Asked to.',
    );
    const asked = await house.asks('ana', 'mira', SENSITIVE);
    await house.reviews('tess', asked);
    await tells();
    await house.reviews('sam', asked);
    expect(await tells()).toEqual(['mira@example.org: You are asked for your consent']);
  });

  it('and is not the customer is asked all the same where the customer may not', async () => {
    await mayConsent('kai');
    await house.asks('ana', 'mira', READ);
    expect(await tells()).toEqual(['kai@example.org: You are asked for your consent']);
  });
});

it('a passkey that is added is told to its owner', async () => {
  await house.enrolled('admin', 'tess');
  const letters = await tells();
  expect(letters).toContain('tess@northwind.example.com: A passkey was added for you');
});

describe('what is taken from somebody', () => {
  const DAY = 86_400;
  const lapses = async (kinds: ('automation' | 'passkey' | 'offer' | 'membership')[]) => {
    const principal = { ...house.who('admin', 'audra'), scopes: ['review.manage'] };
    const dueAt = new Date(house.clock.at.getTime() + 2 * DAY * 1000);
    const campaign = { title: 'What stands in March', kinds, dueAt, sampleSize: 0 };
    await openCampaign(house.context, { principal, campaign });
    house.clock.pass(2 * DAY);
    await settleItems(house.context);
  };
  const max = () => house.who('admin', 'max');

  it('a service that nobody confirmed is told to whoever answers for it, with what brings it back', async () => {
    await registers(house, 'svc_jobs_mail');
    await lapses(['automation']);
    const entries = await newEntries();
    await follower().react?.(entries);
    const [letter, ...others] = server.received;
    expect(others).toEqual([]);
    expect(letter).toMatchObject({
      to: ['max@northwind.example.com'],
      subject: 'A client that you answer for was shut out',
    });
    expect(letter?.text).toContain('proposes to let it in again, a second one accepts');
    expect(letter?.text).toContain('https://admin.example.com/admin/clients/svc_jobs_mail');
    expect(letter?.text).not.toContain('Night jobs');
  });

  it('a client is told to an owner of support at the door that is theirs, and to nobody once it is in again', async () => {
    const { id } = (await registers(house, 'svc_jobs_support')).row;
    for (const login of ['max', 'edda']) await house.enrolled('admin', login);
    const owner = house.who('support', 'ana').id;
    await decidesChange(house, 'edda', await proposesChange(house, 'max', id, { owner }));
    await tells();
    await shutOutClient(house.context, max(), id, 'Its key leaked.');
    const entries = await newEntries();
    await follower().react?.(entries);
    expect(server.received[0]).toMatchObject({ to: ['ana@northwind.example.com'] });
    expect(server.received[0]?.text).toContain('https://support.example.com/support\n');
    await tells();

    await shutOutAndLetIn(id);
    expect((await tells()).join()).not.toContain('shut out');
  });

  async function shutOutAndLetIn(id: string) {
    const auth = { method: 'private_key_jwt' as const, keys: [await publicKey('z')] };
    const anew = { enabled: true as const, owner: max().id, scopes: [], auth };
    await decidesChange(house, 'edda', await proposesChange(house, 'max', id, anew));
    await shutOutClient(house.context, max(), id, 'Again.');
    house.clock.pass(1);
    await decidesChange(house, 'edda', await proposesChange(house, 'max', id, anew));
  }

  it('a group that lapsed is told to its member, and that it counts again', async () => {
    const tess = house.who('admin', 'tess').id;
    const lapse = { id: tess, group: 'team-leads', by: house.who('admin', 'audra').id, reason: 'Not used.' };
    await lapseMembership(house.context, lapse);
    const entries = await newEntries();
    await follower().react?.(entries);
    expect(server.received).toMatchObject([
      { to: ['tess@northwind.example.com'], subject: 'A group of yours counts no more' },
    ]);
    expect(server.received[0]?.text).toContain('ask whoever manages people to reinstate it');
    expect(server.received[0]?.text).not.toContain('team-leads');
    await tells();
    await reinstateMembership(house.context, max(), { id: tess, group: 'team-leads', reason: 'She leads.' });
    expect(await tells()).toEqual(['tess@northwind.example.com: A group of yours counts again']);
  });

  it('an offer that lapsed is told to its customer, and not who took it back themselves', async () => {
    const principal = house.who('customer', 'mira');
    const makes = async () => {
      const offer = { actions: READ, maxDurationSeconds: 600, validForSeconds: 6 * DAY };
      const made = await makeOffer(house.context, {
        principal,
        offer: { ...offer, identifier: house.accountOf('mira') },
      });
      return made.offer;
    };
    await withdrawOffer(house.context, { principal, id: (await makes()).id });
    expect(await tells()).toEqual([]);
    await makes();
    await lapses(['offer']);
    expect(await tells()).toEqual(['mira@example.org: An offer of yours was ended']);
  });

  it('a passkey that a review removed is told to its owner, with what to do', async () => {
    await house.enrolled('admin', 'sam');
    await tells();
    await lapses(['passkey']);
    const entries = await newEntries();
    await follower().react?.(entries);
    const letter = server.received.find(({ to }) => to.join() === 'sam@northwind.example.com');
    expect(letter).toMatchObject({ subject: 'A passkey of yours was removed' });
    expect(letter?.text).toContain('add another one here');
  });
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
