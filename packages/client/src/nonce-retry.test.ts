import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBoundFetch } from './bound-fetch.ts';
import { NonceMemory } from './nonce-memory.ts';
import { generateSigningKey } from './signing-key.ts';
import { createTokenClient } from './token-client.ts';

interface Seen {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly form: URLSearchParams;
}
interface Reply {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body: unknown;
}

let server: Server;
let issuer: string;
let seen: Seen[];
let answer: (request: Seen) => Reply;

beforeEach(async () => {
  seen = [];
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const entry = { path: request.url ?? '', headers: request.headers, form };
    seen.push(entry);
    const { status, headers, body } = answer(entry);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
});

afterEach(() => new Promise((resolve) => server.close(resolve)));

const issued = { access_token: 'at', token_type: 'DPoP', expires_in: 300, scope: 'a b', refresh_token: 'rt' };
const nonceOf = (request: Seen | undefined) => decodeJwt(String(request?.headers.dpop)).nonce;

/** Asks for nonce `n1` until it comes. */
function wantsNonce(request: Seen): Reply {
  const headers = { 'dpop-nonce': 'n1' };
  if (nonceOf(request) === 'n1') return { status: 200, body: issued };
  return { status: 400, headers, body: { error: 'use_dpop_nonce' } };
}

async function client(nonces?: NonceMemory) {
  const key = await generateSigningKey();
  const tokens = createTokenClient({
    issuer,
    clientId: 'console-support',
    authentication: { method: 'private_key_jwt', key },
    dpop: key,
    ...(nonces === undefined ? {} : { nonces }),
  });
  return { key, tokens };
}

describe('the token endpoint’s nonce', () => {
  it('is answered by one more try, with a fresh assertion and a fresh proof', async () => {
    answer = wantsNonce;
    const { key, tokens } = await client();
    const result = await tokens.refresh({ refreshToken: 'old' });
    expect(result).toMatchObject({ accessToken: 'at', refreshToken: 'rt', tokenType: 'DPoP', scope: 'a b' });
    expect(seen.map(nonceOf)).toEqual([undefined, 'n1']);
    const assertions = seen.map(({ form }) => form.get('client_assertion') ?? '');
    expect(new Set(assertions.map((assertion) => decodeJwt(assertion).jti)).size).toBe(2);
    const { payload } = await jwtVerify(assertions[1] ?? '', createLocalJWKSet({ keys: [key.publicJwk] }), {
      issuer: 'console-support',
      audience: issuer,
      typ: 'client-authentication+jwt',
    });
    expect(payload.aud).toBe(issuer);
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBeLessThanOrEqual(300);
  });

  it('is remembered for the next call', async () => {
    answer = wantsNonce;
    const { tokens } = await client();
    await tokens.refresh({ refreshToken: 'a' });
    await tokens.clientCredentials();
    expect(seen.map(nonceOf)).toEqual([undefined, 'n1', 'n1']);
  });

  it('is not chased for ever', async () => {
    answer = () => ({ status: 400, headers: { 'dpop-nonce': 'again' }, body: { error: 'use_dpop_nonce' } });
    const { tokens } = await client();
    await expect(tokens.refresh({ refreshToken: 'a' })).rejects.toMatchObject({ error: 'use_dpop_nonce' });
    expect(seen).toHaveLength(2);
  });

  it('is not what a plain refusal is about', async () => {
    answer = () => ({ status: 400, headers: { 'dpop-nonce': 'n' }, body: { error: 'invalid_grant' } });
    const { tokens } = await client();
    await expect(tokens.refresh({ refreshToken: 'a' })).rejects.toMatchObject({
      error: 'invalid_grant',
      status: 400,
    });
    expect(seen).toHaveLength(1);
  });
});

describe('the exchanges', () => {
  it('send an ID token alone, and a grant token with its actor', async () => {
    answer = () => ({ status: 200, body: issued });
    const { tokens } = await client();
    await tokens.exchangeSignIn({ idToken: 'idt' });
    await tokens.exchangeDelegation({ grantToken: 'g', actorToken: 'a', resource: 'https://api.example' });
    const [signIn, delegation] = seen.map(({ form }) => Object.fromEntries(form));
    expect(signIn).toMatchObject({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: 'idt',
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    });
    expect(signIn).not.toHaveProperty('actor_token');
    expect(delegation).toMatchObject({
      subject_token_type: 'urn:countersign:token-type:delegation-grant',
      actor_token: 'a',
      actor_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      resource: 'https://api.example',
    });
  });
});

describe('a protected resource', () => {
  it('gets the token with a proof over it, and once more when it asks for a nonce', async () => {
    answer = (request) =>
      nonceOf(request) === 'r1'
        ? { status: 200, body: { ok: true } }
        : {
            status: 401,
            headers: { 'dpop-nonce': 'r1', 'www-authenticate': 'DPoP error="use_dpop_nonce"' },
            body: {},
          };
    const send = createBoundFetch({ token: 'secret', dpop: await generateSigningKey() });
    const response = await send(`${issuer}/v1/me`);
    expect(response.status).toBe(200);
    expect(seen.map(({ headers }) => headers.authorization)).toEqual(['DPoP secret', 'DPoP secret']);
    expect(decodeJwt(String(seen[1]?.headers.dpop)).ath).toBeTypeOf('string');
  });

  it('keeps its nonces apart from the token endpoint’s', async () => {
    const nonces = new NonceMemory();
    answer = wantsNonce;
    const { tokens } = await client(nonces);
    await tokens.refresh({ refreshToken: 'a' });
    answer = () => ({ status: 200, body: {} });
    await createBoundFetch({ token: 't', dpop: await generateSigningKey(), nonces })(`${issuer}/v1/me`);
    expect(nonceOf(seen.at(-1))).toBeUndefined();
  });
});
