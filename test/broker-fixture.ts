import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { certificates } from '#bin/launch/certificates.ts';
import { freePort } from './free-port.ts';

type Json = Record<string, unknown>;

/** A key pair with the public JWK and the thumbprint that tokens are bound to (RFC 7638). */
export interface CallerKey {
  readonly privateKey: KeyObject;
  readonly jwk: { kty: string; crv: string; x: string; y: string };
  readonly thumbprint: string;
}

export const sha256 = (text: string | Uint8Array): string =>
  createHash('sha256').update(text).digest('base64url');

export function callerKey(): CallerKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { kty = '', crv = '', x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return { privateKey, jwk: { kty, crv, x, y }, thumbprint: sha256(JSON.stringify({ crv, kty, x, y })) };
}

/** A compact JWS; header and payload may be given as text, to spell them in ways JSON.stringify never would. */
export function jws(header: Json | string, payload: Json | string, key: KeyObject): string {
  const [first, second] = [header, payload].map((part) =>
    Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url'),
  );
  const input = `${first}.${second}`;
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

export const seconds = (): number => Math.floor(Date.now() / 1000);

/** RFC 9449 §4.2. */
export function proofOf(
  key: CallerKey,
  of: { method: string; url: string; token: string },
  claims: Json = {},
  header: Json = {},
): string {
  const payload = { jti: randomUUID(), htm: of.method, htu: of.url, iat: seconds(), ath: sha256(of.token) };
  return jws(
    { typ: 'dpop+jwt', alg: 'ES256', jwk: key.jwk, ...header },
    { ...payload, ...claims },
    key.privateKey,
  );
}

/**
 * A server over mutual TLS that speaks as the broker does to a backend: keys, the signal
 * stream, acknowledgements, outcomes, introspection. Tests decide what it says and when it is silent.
 */
export async function brokerFixture(resource: string) {
  const folder = mkdtempSync(join(tmpdir(), 'broker-fixture-'));
  await certificates(folder, ['broker', 'accounts-api', 'probe-tls'], new Date());
  const pem = (name: string) => readFileSync(join(folder, 'tls', name), 'utf8');
  const tlsOf = (name: string) => ({
    certificate: pem(`${name}.crt`),
    key: pem(`${name}.key`),
    authority: pem('ca.crt'),
  });
  const keys = [{ kid: 'first', ...callerKey() }];
  const streams = new Set<ServerResponse>();
  const log: Json[] = [];
  const state = {
    isBeating: true,
    isUp: true,
    clockAheadMs: 0,
    intentStatus: 204,
    outcomeStatus: 204,
    isActive: true,
    caughtUpAfterMs: 0,
    keyFetches: 0,
    introspections: 0,
    lastEventIds: [] as (string | undefined)[],
    acknowledged: -1,
    outcomes: [] as Json[],
  };

  const server = createServer(
    { ...{ cert: pem('broker.crt'), key: pem('broker.key'), ca: pem('ca.crt') }, requestCert: true },
    (request, response) => void answer(request, response),
  );
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const issuer = `https://localhost:${port}`;

  const json = (response: ServerResponse, status: number, body?: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  };
  const write = (stream: ServerResponse, data: Json, event?: string) => {
    const name = event === undefined ? '' : `event: ${event}\n`;
    stream.write(`${name}id: ${data.index}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const newest = () => log.length - 1;
  const beat = () => {
    if (!state.isBeating || !state.isUp) return;
    const as_of = new Date(Date.now() + state.clockAheadMs).toISOString();
    for (const stream of streams) write(stream, { as_of, index: newest() }, 'heartbeat');
  };
  const beats = setInterval(beat, 100);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!state.isUp) return json(response, 503);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const { pathname } = new URL(request.url ?? '/', issuer);
    const certificate = (request.socket as TLSSocket).getPeerCertificate();
    const isBackend = certificate.subjectaltname?.includes('spiffe://countersign.demo/accounts-api') === true;
    if (pathname === '/jwks') {
      state.keyFetches += 1;
      return json(response, 200, {
        keys: keys.map(({ kid, jwk }) => ({ ...jwk, kid, alg: 'ES256', use: 'sig' })),
      });
    }
    if (pathname === '/introspect') {
      state.introspections += 1;
      const isNamed = new URLSearchParams(body).get('client_id') === 'svc_accounts';
      return json(response, 200, { active: isBackend && isNamed && state.isActive });
    }
    if (!isBackend) return json(response, 401);
    if (pathname === '/v1/signals') return stream(request, response);
    if (pathname === '/v1/signals/acks') {
      state.acknowledged = Math.max(state.acknowledged, Number(JSON.parse(body).index));
      return json(response, 204);
    }
    if (pathname === '/v1/outcomes') {
      const told = JSON.parse(body);
      const status = told.phase === 'intent' ? state.intentStatus : state.outcomeStatus;
      if (status < 300) state.outcomes.push(told);
      return json(response, status);
    }
    return json(response, 404);
  }

  function stream(request: IncomingMessage, response: ServerResponse): void {
    const { 'last-event-id': last } = request.headers;
    state.lastEventIds.push(typeof last === 'string' ? last : undefined);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const begin = () => {
      for (const signal of log) write(response, signal);
      write(response, { index: newest() }, 'caught-up');
      streams.add(response);
      beat();
    };
    if (state.caughtUpAfterMs === 0) begin();
    else setTimeout(begin, state.caughtUpAfterMs);
    response.on('close', () => streams.delete(response));
  }

  return {
    issuer,
    state,
    keys,
    tlsOf,
    /** Tells every backend that listens, and those that come later. */
    tell(signal: Json): void {
      log.push({ index: log.length, ...signal });
      for (const one of streams) write(one, log.at(-1) ?? {});
    },
    breakStreams(): void {
      for (const one of streams) one.destroy();
    },
    /** A delegated token as the broker signs it; members given as undefined are left out. */
    token(cnf: Json, claims: Json = {}, header: Json = {}, key = keys[0]): string {
      const now = seconds();
      const details = {
        type: 'delegation_session',
        actions: ['accounts:profile.read', 'accounts:credential.list', 'accounts:credential.rotate'],
        locations: [resource],
        identifier: 'account/8f2c',
        purpose: { code: 'leaked-credential', ref: 'TCK-1' },
        max_duration: 900,
      };
      if (key === undefined) throw new Error('The broker has no key.');
      return jws(
        { alg: 'ES256', kid: key.kid, typ: 'at+jwt', ...header },
        {
          iss: issuer,
          sub: 'cus_one',
          aud: resource,
          client_id: 'console-support',
          iat: now,
          exp: now + 300,
          jti: randomUUID(),
          scope: details.actions.join(' '),
          cnf,
          act: { iss: issuer, sub: 'agt_ana', sub_profile: 'user' },
          authorization_details: [details],
          sid: 'ses_one',
          txn: 'txn_one',
          dlg: { id: 'dlg_one', mode: 'consented', level: 'write', policy: 'policy-one', evidence: 'leaf' },
          ...claims,
        },
        key.privateKey,
      );
    },
    async stop(): Promise<void> {
      clearInterval(beats);
      for (const one of streams) one.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
}

export type BrokerFixture = Awaited<ReturnType<typeof brokerFixture>>;
