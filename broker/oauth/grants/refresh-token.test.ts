import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { update } from '../../db/build.ts';
import { clients } from '../clients/tables.ts';
import { refreshTokens, signIns } from '../sign-in/tables.ts';
import { type House, openHouse } from '../test-house.ts';
import { newKey } from '../test-key.ts';

let house: House;
beforeEach(async () => {
  house ??= await openHouse();
}, 180_000);
afterAll(() => house.close());

const claimsOf = (body: Record<string, unknown>) =>
  JSON.parse(Buffer.from(String(body.access_token).split('.')[1] ?? '', 'base64url').toString());
const ana = { employee_id: 'E-1', groups: ['support-agents'] };

async function signedIn() {
  const { body } = await house.signIn('support', 'ana', ana);
  return { token: String(body.refresh_token), signIn: String(claimsOf(body).sid) };
}

async function generationOf(signIn: string) {
  const [row] = await house.database.handle.select().from(signIns).where(eq(signIns.id, signIn));
  return row?.generation;
}

describe('a refresh', () => {
  it('rotates the token and keeps the sign-in', async () => {
    const { token, signIn } = await signedIn();
    const reply = await house.refresh('support', token);
    expect(reply.status).toBe(200);
    expect(reply.body.refresh_token).not.toBe(token);
    expect(claimsOf(reply.body)).toMatchObject({ sid: signIn, sub: 'agt_ana', roles: ['agent'] });
    expect(await house.entries('token.refreshed')).toContainEqual(
      expect.objectContaining({ target: signIn, jti: claimsOf(reply.body).jti }),
    );
  });

  it('whose answer was lost is answered with the same successor for ten seconds', async () => {
    const { token, signIn } = await signedIn();
    const first = await house.refresh('support', token);
    house.pass(9);
    const retry = await house.refresh('support', token);
    expect(retry.body.refresh_token).toBe(first.body.refresh_token);
    expect(await generationOf(signIn)).toBe(1);
  });

  it('at the end of the ten seconds is no retry any more', async () => {
    const { token } = await signedIn();
    await house.refresh('support', token);
    house.pass(10);
    expect((await house.refresh('support', token)).body.error).toBe('invalid_grant');
  });

  it('is by 256 bits that stand in the database as a hash only', async () => {
    const { token, signIn } = await signedIn();
    const next = String((await house.refresh('support', token)).body.refresh_token);
    const kept = await house.database.handle
      .select()
      .from(refreshTokens)
      .where(eq(refreshTokens.signInId, signIn));
    for (const one of [token, next]) {
      expect(Buffer.from(one, 'base64url')).toHaveLength(32);
      expect(kept.map(({ hash }) => hash)).toContain(createHash('sha256').update(one).digest('base64url'));
    }
    expect(JSON.stringify(kept)).not.toContain(next);
  });

  it('keeps its token where the client is registered not to rotate, and all other limits hold', async () => {
    const rotates = (rotatesRefreshTokens: boolean) =>
      house.database.run(
        update(clients).set({ rotatesRefreshTokens }).where(eq(clients.id, 'console-support')),
      );
    await rotates(false);
    try {
      const { token, signIn } = await signedIn();
      for (let i = 0; i < 12; i++) {
        const { status, body } = await house.refresh('support', token);
        expect({ status, token: body.refresh_token }).toEqual({ status: 200, token });
      }
      expect(await generationOf(signIn)).toBe(0);
      house.pass(30 * 60);
      expect((await house.refresh('support', token)).body.error).toBe('invalid_grant');
    } finally {
      await rotates(true);
    }
  });

  it('done twice at the same moment makes exactly one generation', async () => {
    const { token, signIn } = await signedIn();
    const replies = await Promise.all([1, 2, 3, 4].map(() => house.refresh('support', token)));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(new Set(replies.map(({ body }) => body.refresh_token)).size).toBe(1);
    expect(await generationOf(signIn)).toBe(1);
  });

  it('with a token from before the window ends the sign-in, for whoever holds it', async () => {
    const { token, signIn } = await signedIn();
    const next = await house.refresh('support', token);
    house.pass(11);
    expect((await house.refresh('support', token)).body.error).toBe('invalid_grant');
    expect((await house.refresh('support', String(next.body.refresh_token))).body.error).toBe(
      'invalid_grant',
    );
    await expect(house.call(String(next.body.access_token), house.keys.support)).rejects.toMatchObject({
      code: 'invalid_token',
    });
    expect(await house.entries('sign_in.ended')).toContainEqual(
      expect.objectContaining({ target: signIn, facts: { by: 'reuse', generation: 0, current: 1 } }),
    );
  });

  it('with a token whose successor was used already ends the sign-in even inside the window', async () => {
    const { token } = await signedIn();
    const next = await house.refresh('support', token);
    const last = await house.refresh('support', String(next.body.refresh_token));
    expect((await house.refresh('support', token)).body.error).toBe('invalid_grant');
    expect((await house.refresh('support', String(last.body.refresh_token))).body.error).toBe(
      'invalid_grant',
    );
  });

  it('is bound to the client and to its key', async () => {
    const { token } = await signedIn();
    const otherClient = await house.refresh('admin', token);
    expect(otherClient.body.error).toBe('invalid_grant');
    const { body } = await house.refresh('support', token);
    expect(body.error).toBeUndefined();
    const otherKey = await house.post(
      {
        grant_type: 'refresh_token',
        refresh_token: String(body.refresh_token),
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: await house.assertion('console-support', house.keys.support),
      },
      { dpop: await house.proof(await newKey()) },
    );
    expect(otherKey.body.error).toBe('invalid_grant');
    // Somebody has the token who lacks its key: nobody goes on with it.
    expect((await house.refresh('support', String(body.refresh_token))).body.error).toBe('invalid_grant');
  });

  it('says the same of an unknown token as of a used one', async () => {
    const reply = await house.refresh('support', 'x'.repeat(43));
    expect(reply.body).toEqual({
      error: 'invalid_grant',
      error_description: 'the refresh token is not valid',
    });
  });

  it('narrows by groups as they are now, and never widens', async () => {
    const { body } = await house.signIn('admin', 'pia', { employee_id: 'E-3', groups: ['policy-owners'] });
    await house.signIn('admin', 'pia', {
      employee_id: 'E-3',
      groups: ['auditors', 'team-leads'],
      auth_time: house.now() - 500,
    });
    const reply = await house.refresh('admin', String(body.refresh_token));
    expect(claimsOf(reply.body).roles).toEqual([]);
    expect(reply.body.scope).toBe('');
  });

  it('may ask for less and not for more', async () => {
    const { token } = await signedIn();
    const less = await house.refresh('support', token, { scope: 'delegation.run' });
    expect(less.body.scope).toBe('delegation.run');
    const more = await house.refresh('support', String(less.body.refresh_token), { scope: 'audit.read' });
    expect(more.body.error).toBe('invalid_scope');
  });
});

describe('a sign-in ends', () => {
  it('when it was idle for half an hour', async () => {
    const { token } = await signedIn();
    house.pass(30 * 60);
    expect((await house.refresh('support', token)).body.error).toBe('invalid_grant');
  });

  it('is found at the same instant after a hundred refreshes', async () => {
    const { signIn, ...first } = await signedIn();
    let { token } = first;
    const endOf = async () =>
      (await house.database.handle.select().from(signIns).where(eq(signIns.id, signIn)))[0]?.endsAt;
    const before = await endOf();
    for (let i = 0; i < 100; i++) {
      house.pass(200);
      const { body } = await house.refresh('support', token);
      expect(claimsOf(body).exp * 1000).toBeLessThanOrEqual(before?.getTime() ?? 0);
      token = String(body.refresh_token);
    }
    expect(await endOf()).toEqual(before);
  }, 120_000);

  it.each(['admin', 'customer'] as const)('after twelve hours in %s', async (domain) => {
    const who = domain === 'admin' ? 'tess' : 'mira';
    const claims = domain === 'admin' ? { employee_id: 'E-2', groups: ['team-leads'] } : {};
    let token = String((await house.signIn(domain, who, claims)).body.refresh_token);
    for (let i = 0; i < 35; i++) {
      house.pass(20 * 60);
      const { status, body } = await house.refresh(domain, token);
      expect(status).toBe(200);
      token = String(body.refresh_token);
    }
    house.pass(20 * 60);
    expect((await house.refresh(domain, token)).body.error).toBe('invalid_grant');
  });

  it('after eight hours in support, however busy', async () => {
    let { token } = await signedIn();
    for (let i = 0; i < 23; i++) {
      house.pass(20 * 60);
      const reply = await house.refresh('support', token);
      expect(reply.status).toBe(200);
      token = String(reply.body.refresh_token);
    }
    house.pass(20 * 60 - 100);
    const last = await house.refresh('support', token);
    expect(last.body.expires_in).toBe(100);
    house.pass(101);
    const over = await house.refresh('support', String(last.body.refresh_token));
    expect(over.body.error).toBe('invalid_grant');
  });
});

it('an admin whose ID token is an hour old may no longer approve, until the sign-in is repeated', async () => {
  const { body } = await house.signIn('admin', 'tess', { employee_id: 'E-2', groups: ['team-leads'] });
  let token = String(body.refresh_token);
  for (let i = 0; i < 3; i++) {
    house.pass(25 * 60);
    token = String((await house.refresh('admin', token)).body.refresh_token);
  }
  const reply = await house.refresh('admin', token);
  const scopes = String(reply.body.scope).split(' ');
  expect(scopes).not.toContain('delegation.approve');
  expect(scopes).not.toContain('policy.activate');
  expect(scopes).toContain('delegation.revoke');
});
