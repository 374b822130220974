import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deleteFrom, insertInto } from '../db/build.ts';
import { introspectionEndpoint } from './introspection-endpoint.ts';
import { jwksEndpoint } from './jwks-endpoint.ts';
import { rotateSigningKey } from './keys/rotate-signing-key.ts';
import { signingKeys } from './keys/tables.ts';
import { authorizationServerMetadata } from './metadata.ts';
import { revokeEndpoint } from './revoke-endpoint.ts';
import { signToken } from './sign-token.ts';
import { type House, ISSUER, openHouse } from './test-house.ts';
import type { Key } from './test-key.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
}, 180_000);
afterAll(() => house.close());

const accounts = {
  thumbprint: 'accounts',
  subject: 'CN=accounts-api',
  issuedAt: new Date(),
  sanUris: ['spiffe://countersign.demo/accounts-api'],
};

async function revoke(clientId: string, key: Key, token: string) {
  const body = new URLSearchParams({
    token,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await house.assertion(clientId, key),
  });
  const request = new Request(`${ISSUER}/revoke`, { method: 'POST', body });
  return revokeEndpoint(house.context, house.oauth, request, { remoteAddress: '' });
}

async function introspect(token: string, headers: Record<string, string> = {}, carried = true) {
  const body = new URLSearchParams({ token, client_id: 'svc_accounts' });
  const request = new Request(`${ISSUER}/introspect`, { method: 'POST', body, headers });
  const connection = { remoteAddress: '', certificate: accounts };
  return introspectionEndpoint(house.context, house.oauth, request, connection, {
    isCarried: async () => carried,
  });
}

const delegated = () => ({
  iss: ISSUER,
  sub: 'cus_mira',
  aud: 'https://localhost:3002',
  client_id: 'svc_probe',
  iat: house.now(),
  exp: house.now() + 300,
  jti: crypto.randomUUID(),
  scope: 'accounts:profile.read',
  cnf: { jkt: 'x' },
  act: { iss: ISSUER, sub: 'agt_ana' },
  sid: 'ses_1',
  secret: 'not shown',
});

it('revoking a refresh token ends the sign-in and its access tokens before the answer', async () => {
  const { body } = await house.signIn('customer', 'mira');
  expect((await revoke('console-customer', house.keys.customer, String(body.refresh_token))).status).toBe(
    200,
  );
  await expect(house.call(String(body.access_token), house.keys.customer)).rejects.toMatchObject({
    code: 'invalid_token',
  });
  expect((await house.refresh('customer', String(body.refresh_token))).body.error).toBe('invalid_grant');
  expect(await house.entries('sign_in.ended')).toHaveLength(1);
  expect((await revoke('console-customer', house.keys.customer, String(body.refresh_token))).status).toBe(
    200,
  );
  expect(await house.entries('sign_in.ended')).toHaveLength(1);
});

it('revoking an access token leaves the sign-in', async () => {
  const { body } = await house.signIn('customer', 'mira');
  await house.call(String(body.access_token), house.keys.customer);
  expect((await revoke('console-customer', house.keys.customer, String(body.access_token))).status).toBe(200);
  await expect(house.call(String(body.access_token), house.keys.customer)).rejects.toMatchObject({
    code: 'invalid_token',
  });
  expect((await house.refresh('customer', String(body.refresh_token))).status).toBe(200);
});

it('nobody revokes the token of another client', async () => {
  const { body } = await house.signIn('customer', 'mira');
  for (const token of [String(body.refresh_token), String(body.access_token)]) {
    expect((await revoke('console-support', house.keys.support, token)).status).toBe(400);
  }
  await house.call(String(body.access_token), house.keys.customer);
});

it('an unknown token is revoked already, and a grant token cannot be', async () => {
  expect((await revoke('console-support', house.keys.support, 'unknown')).status).toBe(200);
  expect((await revoke('console-support', house.keys.support, 'a.b.c')).status).toBe(200);
  const grant = await signToken(house.context, house.oauth, 'delegation-grant+jwt', { iss: ISSUER });
  const reply = await revoke('console-support', house.keys.support, grant);
  expect(await reply.json()).toMatchObject({ error: 'unsupported_token_type' });
});

it('introspection shows a backend the delegated tokens that are made out to it, and nothing else', async () => {
  const token = await signToken(house.context, house.oauth, 'at+jwt', delegated());
  const shown = await (await introspect(token)).json();
  expect(shown).toMatchObject({ active: true, sub: 'cus_mira', act: { sub: 'agt_ana' }, token_type: 'DPoP' });
  expect(shown).not.toHaveProperty('secret');

  const { body } = await house.signIn('customer', 'mira');
  const elsewhere = await signToken(house.context, house.oauth, 'at+jwt', {
    ...delegated(),
    aud: 'https://other',
  });
  const expired = await signToken(house.context, house.oauth, 'at+jwt', {
    ...delegated(),
    exp: house.now() - 10,
  });
  const { act: _, ...alone } = delegated();
  const undelegated = await signToken(house.context, house.oauth, 'at+jwt', alone);
  const grant = await signToken(house.context, house.oauth, 'delegation-grant+jwt', delegated());
  const others = [
    body.access_token,
    body.refresh_token,
    elsewhere,
    expired,
    undelegated,
    grant,
    'x',
    `${token}=`,
  ];
  for (const other of others) {
    expect(await (await introspect(String(other))).json()).toEqual({ active: false });
  }
  expect(await (await introspect(token, {}, false)).json()).toEqual({ active: false });
});

it('introspection answers as a signed token when asked to', async () => {
  const token = await signToken(house.context, house.oauth, 'at+jwt', delegated());
  const reply = await introspect(token, { accept: 'application/token-introspection+jwt' });
  expect(reply.headers.get('content-type')).toBe('application/token-introspection+jwt');
  const [header, payload] = (await reply.text())
    .split('.')
    .map((part) => Buffer.from(part, 'base64url').toString());
  expect(JSON.parse(header ?? '')).toMatchObject({ typ: 'token-introspection+jwt', alg: 'ES256' });
  const claims = JSON.parse(payload ?? '');
  expect(claims).toMatchObject({ iss: ISSUER, aud: 'svc_accounts', token_introspection: { active: true } });
  for (const name of ['sub', 'exp', 'scope']) expect(claims).not.toHaveProperty(name);
});

it('publishes public keys only, and the next one before it signs', async () => {
  const keysNow = async () => (await (await jwksEndpoint(house.context, house.oauth)).json()).keys;
  const before = await keysNow();
  expect(before).toHaveLength(2);
  for (const key of before) {
    expect(key).toMatchObject({ alg: 'ES256', use: 'sig', kid: expect.any(String) });
    expect(key).not.toHaveProperty('d');
  }
  const { body } = await house.signIn('customer', 'mira');
  house.pass(1);
  await rotateSigningKey(house.context);
  house.oauth.keys.forget();
  const next = await signToken(house.context, house.oauth, 'at+jwt', {});
  const { kid } = JSON.parse(Buffer.from(next.split('.')[0] ?? '', 'base64url').toString());
  expect(before.map((key: { kid: string }) => key.kid)).toContain(kid);
  expect(await keysNow()).toHaveLength(3);
  await house.call(String(body.access_token), house.keys.customer);
});

it('a key that somebody wrote into the database without the master key is not ours', async () => {
  const [known] = await house.context.reader.select().from(signingKeys).limit(1);
  if (known === undefined) throw new Error('There are keys by now.');
  const foreign = {
    ...known,
    kid: 'foreign',
    status: 'retired' as const,
    retiredAt: house.context.clock.now(),
  };
  await house.context.burn(insertInto(signingKeys).values(foreign));
  house.oauth.keys.forget();
  await expect(house.oauth.keys.publicKeys(house.context)).rejects.toThrow();
  await house.context.burn(deleteFrom(signingKeys).where(eq(signingKeys.kid, 'foreign')));
  house.oauth.keys.forget();
  expect(await house.oauth.keys.publicKeys(house.context)).toHaveLength(3);
});

it('metadata names its issuer as it is configured and no empty list but one', () => {
  const document = authorizationServerMetadata(ISSUER, { delegation: true, globalTokenRevocation: false });
  expect(document.issuer).toBe(ISSUER);
  const empty = Object.entries(document).filter(([, value]) => Array.isArray(value) && value.length === 0);
  expect(empty.map(([name]) => name)).toEqual(['response_types_supported']);
  expect(document).not.toHaveProperty('global_token_revocation_endpoint');
});
