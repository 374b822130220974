import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { makeSecret } from '#examples/accounts-api/store/own-accounts.ts';
import { credentials, mails, passwordResets } from '#examples/accounts-api/store/tables.ts';
import { usingBackend } from '../backend-house.ts';

const backend = usingBackend();
const everything = [
  'accounts:profile.read',
  'accounts:settings.read',
  'accounts:credential.list',
  'accounts:session.list',
  'accounts:invoice.read',
  'accounts:team.read',
  'accounts:credential.rotate',
  'accounts:password.reset',
];

it('no delegated caller is shown a secret, a reset link or what they could be checked against', async () => {
  const { call, token, store } = backend();
  const key = { accountId: '8f2c', credentialId: 'key1' };
  const made = await makeSecret(store, 'sub-one', key, { onlyIfAwaiting: false });
  const authorization_details = [
    {
      type: 'delegation_session',
      actions: everything,
      locations: ['https://localhost:3002'],
      identifier: 'account/8f2c',
    },
  ];
  const answers: string[] = [];
  const paths = ['profile', 'settings', 'credentials', 'sessions', 'invoices', 'team'].map(
    (part) => ['GET', `/accounts/8f2c/${part}`] as const,
  );
  for (const [method, path] of [
    ...paths,
    ['POST', '/accounts/8f2c/credentials/key1/rotations'] as const,
    ['POST', '/accounts/8f2c/password-resets'] as const,
    ...paths,
  ]) {
    const response = await call(method, path, { token: token({ authorization_details }) });
    expect(response.status).toBe(200);
    answers.push(await response.text(), JSON.stringify([...response.headers]));
  }
  const [reset] = await store.database.select().from(passwordResets);
  const letters = await store.database.select().from(mails).where(eq(mails.accountId, '8f2c'));
  const link = letters.find(({ title }) => title.startsWith('Reset'))?.link ?? '';
  const [stored] = await store.database.select().from(credentials).where(eq(credentials.accountId, '8f2c'));
  expect(stored?.secretHash).toBeNull();
  const hidden = [made?.secret, reset?.tokenHash, link, new URL(link).searchParams.get('token')];
  for (const secret of hidden) {
    expect(secret).toBeTruthy();
    expect(answers.filter((answer) => answer.includes(String(secret)))).toEqual([]);
  }
  expect(answers.join()).not.toMatch(/nwk_|reset_/);
});
