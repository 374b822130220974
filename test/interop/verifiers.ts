import { createServer, Agent as HttpsAgent } from 'node:https';
import { TLSSocket } from 'node:tls';
import { generateProof } from 'dpop';
import express, { type ErrorRequestHandler } from 'express';
import { type AuthOptions, auth } from 'express-oauth2-jwt-bearer';
import * as oauth from 'oauth4webapi';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { callerKey, jws } from '../broker-fixture.ts';
import { freePort } from '../free-port.ts';
import { asCertified, asked, asProbe, type Caller, serverOf } from './oauth4webapi-caller.ts';
import type { RunningSystem } from './running-system.ts';

/** The same header and claims, signed by a stranger. */
function forged(token: string): string {
  const [header = '', payload = ''] = token
    .split('.', 2)
    .map((part) => Buffer.from(part, 'base64url').toString());
  return jws(header, payload, callerKey().privateKey);
}

/** Libraries of others that guard a backend, and how far they get with our delegated tokens. */
export function verifiers(system: () => RunningSystem): void {
  let pair: oauth.CryptoKeyPair;
  let byKey: string;
  let byCertificate: string;
  const backend = () => system().demo.accountsApi;

  async function delegated(caller: Caller, login: string): Promise<string> {
    const { consents, exchange } = await asked(system(), caller, login);
    await consents();
    return (await exchange()).access_token;
  }

  beforeAll(async () => {
    pair = await oauth.generateKeyPair('ES256');
    byKey = await delegated(await asProbe(system(), pair), 'lena');
    const { client_id } = system().demo.clients.probeTls;
    byCertificate = await delegated(asCertified(system(), client_id, 'probe-tls'), 'kai');
  }, 60_000);

  describe('validateJwtAccessToken of oauth4webapi', () => {
    async function judged(
      given: {
        token?: string;
        scheme?: string;
        proof?: string | null;
        audience?: string;
        ahead?: number;
      } = {},
    ): Promise<unknown> {
      const { token = byKey, scheme = 'DPoP', audience = backend(), ahead = 0 } = given;
      const url = `${backend()}/accounts/1/profile`;
      const { proof = await generateProof(pair, url, 'GET', undefined, token) } = given;
      const headers = { authorization: `${scheme} ${token}`, ...(proof === null ? {} : { dpop: proof }) };
      const options = { [oauth.customFetch]: system().fetchAs(), [oauth.clockSkew]: ahead };
      return oauth
        .validateJwtAccessToken(await serverOf(system()), new Request(url, { headers }), audience, options)
        .catch((error: unknown) => (error instanceof Error ? error.message : error));
    }

    it('accepts a token that is bound by DPoP, and reads who acts in it', async () => {
      expect(await judged()).toMatchObject({
        aud: backend(),
        act: { sub: system().demo.clients.probe.client_id },
      });
    });

    it.each([
      [
        'for another audience',
        { audience: 'https://localhost:1' },
        'unexpected JWT "aud" (audience) claim value',
      ],
      [
        'that has expired',
        { ahead: 330 },
        'unexpected JWT "exp" (expiration time) claim value, expiration is past current timestamp',
      ],
      [
        'used as a bearer token',
        { scheme: 'Bearer', proof: null },
        'operation indicated DPoP use but the request has no DPoP HTTP Header',
      ],
    ])('refuses a token %s', async (_how, given, message) => {
      expect(await judged(given)).toBe(message);
    });

    it('refuses a token that somebody else signed', async () => {
      expect(await judged({ token: forged(byKey) })).toBe('JWT signature verification failed');
    });

    it('refuses a proof of another key', async () => {
      const other = await oauth.generateKeyPair('ES256');
      const proof = await generateProof(other, `${backend()}/accounts/1/profile`, 'GET', undefined, byKey);
      expect(await judged({ proof })).toBe('JWT Access Token confirmation mismatch');
    });

    it('cannot judge a token that is bound to a certificate: it knows jkt only, and says so', async () => {
      expect(await judged({ token: byCertificate, scheme: 'Bearer', proof: null })).toBe(
        'unsupported JWT Confirmation method',
      );
    });
  });

  describe('express-oauth2-jwt-bearer', () => {
    /** A backend of Express that lets this library judge, and says what came of it. */
    async function guarded(options: AuthOptions = {}) {
      const app = express();
      app.use(
        auth({
          issuerBaseURL: system().demo.broker,
          audience: backend(),
          strict: true,
          agent: new HttpsAgent({ ca: system().demo.ca }),
          ...options,
        }),
      );
      app.get('/profile', (request, response) => {
        response.json(request.auth?.payload);
      });
      const refuse: ErrorRequestHandler = (error, _request, response, _next) => {
        response.status(error.status ?? 500).json({ code: error.code, message: error.message });
      };
      app.use(refuse);
      const { ca } = system().demo;
      const server = createServer(
        { ...system().certificateOf('accounts-api'), ca, requestCert: true, rejectUnauthorized: false },
        app,
      );
      const port = await freePort();
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
      onTestFinished(() => {
        server.closeAllConnections();
        server.close();
      });
      const url = `https://localhost:${port}/profile`;
      return async (
        given: {
          token?: string;
          scheme?: string;
          prover?: oauth.CryptoKeyPair | null;
          certificate?: string;
        } = {},
      ) => {
        const { token = byKey, scheme = 'DPoP', prover = pair } = given;
        const proof = prover && (await generateProof(prover, url, 'GET', undefined, token));
        const headers = { authorization: `${scheme} ${token}`, ...(proof === null ? {} : { dpop: proof }) };
        const answer = await system().fetchAs(given.certificate)(url, { headers });
        return { status: answer.status, ...((await answer.json()) as Record<string, unknown>) };
      };
    }

    it('finds our keys by itself, and accepts a token that is bound by DPoP', async () => {
      const call = await guarded({ dpop: { enabled: true, required: true } });
      expect(await call()).toMatchObject({
        status: 200,
        aud: backend(),
        scope: expect.stringContaining('accounts:'),
      });
    });

    it.each<[string, AuthOptions, string]>([
      ['for another audience', { audience: 'https://localhost:1' }, "Unexpected 'aud' value"],
      ['that has expired', { clockTolerance: -330 }, '"exp" claim timestamp check failed'],
    ])('refuses a token %s', async (_how, options, message) => {
      const call = await guarded(options);
      expect(await call()).toEqual({ status: 401, code: 'invalid_token', message });
    });

    it('refuses a token that somebody else signed', async () => {
      const call = await guarded();
      expect(await call({ token: forged(byKey) })).toEqual({
        status: 401,
        code: 'invalid_token',
        message: 'signature verification failed',
      });
    });

    it('refuses a bound token as a bearer token, and a proof of another key', async () => {
      const call = await guarded();
      expect(await call({ scheme: 'Bearer', prover: null })).toMatchObject({
        status: 401,
        code: 'invalid_token',
      });
      expect(await call({ prover: await oauth.generateKeyPair('ES256') })).toMatchObject({
        status: 401,
        message: 'JWT Access Token confirmation mismatch',
      });
    });

    it('accepts a token that is bound to a certificate with that certificate only', async () => {
      const call = await guarded({
        mtls: { enabled: true },
        getCertificate: ({ socket }) =>
          socket instanceof TLSSocket && socket.authorized ? socket.getPeerCertificate().raw : undefined,
      });
      const given = { token: byCertificate, scheme: 'Bearer', prover: null };
      expect(await call({ ...given, certificate: 'probe-tls' })).toMatchObject({
        status: 200,
        aud: backend(),
      });
      expect(await call({ ...given, certificate: 'accounts-api' })).toMatchObject({
        status: 401,
        message: 'JWT Access Token confirmation mismatch',
      });
      expect((await call(given)).status).toBe(400);
    });

    it('takes a token that is bound to a certificate from anybody, unless its mtls is switched on', async () => {
      const call = await guarded();
      expect((await call({ token: byCertificate, scheme: 'Bearer', prover: null })).status).toBe(200);
    });
  });
}
