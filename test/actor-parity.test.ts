import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { introspectedMembers } from '#broker/oauth/claims.ts';
import { raiseSession } from '#broker/session/raise-session.ts';
import { callerKey } from './broker-fixture.ts';
import {
  claimsOf,
  type DelegatedHouse,
  openDelegatedHouse,
  RESOURCE,
  type SignedIn,
  WRITE,
} from './delegated-house.ts';

let house: DelegatedHouse;
beforeAll(async () => {
  house = await openDelegatedHouse();
});
afterAll(() => house?.close());

async function agrees(token: unknown, actor: string, profile: string): Promise<void> {
  const claims = claimsOf(token);
  expect(claims.act).toEqual({ iss: house.issuer, sub: actor, sub_profile: profile });
  const { active, token_type, ...told } = await house.introspect(String(token));
  expect(active).toBe(true);
  expect(told).toEqual(claims);
  expect(Object.keys(told).sort()).toEqual([...introspectedMembers].sort());
  const entries = (await house.entries()).filter(
    ({ jti, type }) => jti === claims.jti && type === 'token.issued',
  );
  expect(entries).toMatchObject([
    {
      actor,
      subject: claims.sub,
      session: claims.sid,
      delegation: claims.txn,
      facts: { actions: claims.scope, resource: claims.aud, exp: claims.exp },
    },
  ]);
}

it('token, introspection and log name the same actor, however the token came about', async () => {
  const ana = await house.signIn('support', 'ana');
  const ben = await house.signIn('support', 'ben', { key: callerKey() });
  const issued = async (who: SignedIn, grant: string, more: Record<string, string> = {}) =>
    (await house.exchange(who, grant, more)).body.access_token;

  const { session, grant } = await house.inSession(ana, WRITE, ['tess']);
  await agrees(await issued(ana, grant), ana.principal.id, 'user');
  await agrees(await issued(ana, grant, { scope: 'accounts:settings.read' }), ana.principal.id, 'user');
  await raiseSession(house.context, { principal: ana.principal, sid: session.id, reason: 'As asked.' });
  await agrees(await issued(ana, grant), ana.principal.id, 'user');

  const asked = await house.asks('ben', 'noel', ['accounts:profile.read']);
  const polling = await house.grantToken(ben, await house.answers('noel', asked));
  await agrees(await issued(ben, polling), ben.principal.id, 'user');
  await agrees(await issued(ben, polling), ben.principal.id, 'user');

  const probe = await house.asService();
  const details = { ...asked.effective[0], purpose: { code: 'check-setting', ref: 'TCK-9' } };
  const request = {
    subject: house.who('customer', 'noel').id,
    authorization_details: [details],
    justification: 'A service looks after the settings.',
  };
  const filed = await house.call(probe, 'POST', '/v1/delegations', request);
  expect(filed.status).toBe(201);
  await house.answers('noel', await house.delegation(String(filed.body.id)));
  await agrees(await issued(probe, String(filed.body.grant_token)), 'svc_probe', 'service');
  expect(details.locations).toEqual([RESOURCE]);
}, 120_000);

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = readdirSync(`${root}/broker`, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !/\.test\.ts$|test-/.test(path))
  .map((path): [string, string] => [`broker/${path}`, readFileSync(`${root}/broker/${path}`, 'utf8')]);

it('one place says who acts, and nothing that is configured leaves it out', () => {
  const making = sources
    .filter(([, text]) => /\bsub_profile\b|\bact: (actOf\(|\{)/.test(text))
    .map(([path]) => path);
  expect(making).toEqual(['broker/oauth/claims.ts']);
  const claims = sources.find(([path]) => path === 'broker/oauth/claims.ts')?.[1] ?? '';
  expect(claims.match(/sub_profile: actor/g)).toHaveLength(1);
  expect(claims.match(/\bact: actOf\(/g)).toHaveLength(2);
  expect(claims).not.toMatch(/config|environment|\.\.\.\([^)]*\bact: actOf\b/);
  const taking = sources.filter(([, text]) => /delete [\w.]*\.act\b|\bact: _|\bact: undefined/.test(text));
  expect(taking).toEqual([]);
});
