import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { request as secureRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificates } from '#bin/launch/certificates.ts';
import { update } from '#broker/db/build.ts';
import { serve } from '#broker/http/server.ts';
import { clients } from '#broker/oauth/clients/tables.ts';
import { freePort } from './free-port.ts';
import { type GatewayHouse, type Inside, openGatewayHouse } from './gateway-house.ts';

function installed(): boolean {
  try {
    // It says so on standard error, so both are read.
    const said = execFileSync('sh', ['-c', 'nginx -V 2>&1'], { encoding: 'utf8' });
    return said.includes('http_auth_request_module');
  } catch {
    return false;
  }
}

const missing = installed() ? '' : ' [skipped: no nginx with auth_request is installed here]';

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

describe.skipIf(missing !== '')(`the nginx of examples/gateways/nginx${missing}`, () => {
  let house: GatewayHouse;
  let open: Inside;
  let folder: string;
  let backend: Server;
  let nginx: ChildProcess;
  let said = '';
  let stopBroker: () => Promise<void>;
  const ports = { broker: 0, gateway: 0, backend: 0 };

  /** The example as it stands, on other ports, with certificates of its own, writing nowhere else. */
  function configure(): void {
    for (const name of ['nginx.conf', 'check.conf', 'behind.conf']) {
      const text = readFileSync(new URL(`../examples/gateways/nginx/${name}`, import.meta.url), 'utf8')
        .replaceAll('/etc/countersign/tls', join(folder, 'tls'))
        .replaceAll('127.0.0.1:3001', `127.0.0.1:${ports.broker}`)
        .replaceAll('127.0.0.1:3002', `127.0.0.1:${ports.gateway}`)
        .replaceAll('127.0.0.1:3006', `127.0.0.1:${ports.backend}`);
      const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
        .map((kind) => `${kind}_temp_path ${join(folder, 'temporary', kind)};`)
        .join(' ');
      writeFileSync(
        join(folder, name),
        name === 'nginx.conf'
          ? `daemon off; master_process off; pid ${join(folder, 'pid')};\n${text.replace('http {', `http { access_log off; ${temporary}`)}`
          : text,
      );
    }
    mkdirSync(join(folder, 'temporary'));
  }

  async function listening(): Promise<void> {
    for (let tries = 0; tries < 200; tries++) {
      if (nginx.exitCode !== null) break;
      const up = await ask('GET', '/').catch(() => undefined);
      if (up) return;
      await delay(50);
    }
    throw new Error(`nginx did not come up: ${said}`);
  }

  beforeAll(async () => {
    house = await openGatewayHouse();
    folder = mkdtempSync(join(tmpdir(), 'gateway-'));
    await certificates(folder, ['broker', 'accounts-api', 'probe-tls'], new Date());
    for (const name of ['broker', 'gateway', 'backend'] as const) ports[name] = await freePort();
    const tls = (name: string) => join(folder, 'tls', name);
    const sanUri = 'spiffe://countersign.demo/accounts-api';
    await house.database.run(update(clients).set({ sanUri }).where(eq(clients.id, 'svc_accounts')));
    const { config } = house.services;
    stopBroker = await serve(
      {
        ...config,
        port: ports.broker,
        tls: {
          cert: tls('broker.crt'),
          key: tls('broker.key'),
          ca: tls('ca.crt'),
          requireClientCertificate: false,
        },
      },
      (request, env) => house.app.fetch(request, env),
    );
    backend = createServer(({ method, url, headers }, response) =>
      response.end(JSON.stringify({ method, url, headers })),
    );
    await new Promise<void>((resolve) => backend.listen(ports.backend, '127.0.0.1', resolve));
    configure();
    nginx = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    nginx.stderr?.on('data', (chunk: Buffer) => {
      said += chunk;
    });
    await listening();
    open = await house.goesIn();
  });

  afterAll(async () => {
    if (nginx.exitCode === null) {
      const gone = new Promise((resolve) => nginx.once('exit', resolve));
      nginx.kill('SIGTERM');
      await gone;
    }
    await new Promise((resolve) => backend.close(resolve));
    await stopBroker();
    await house.close();
    rmSync(folder, { recursive: true });
  });

  function ask(
    method: string,
    path: string,
    headers: Record<string, string> = {},
    port = ports.gateway,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const ca = readFileSync(join(folder, 'tls', 'ca.crt'));
      const sent = secureRequest(
        { host: '127.0.0.1', servername: 'localhost', port, method, path, headers, ca, agent: false },
        (response) => {
          let body = '';
          response.on('data', (chunk: Buffer) => {
            body += chunk;
          });
          response.on('end', () => {
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
          });
        },
      );
      sent.once('error', reject);
      sent.end();
    });
  }

  const withProof = (method: string, uri: string, { token } = open) => ({
    authorization: `DPoP ${token}`,
    dpop: house.proof({ method, uri, token }),
  });
  const settings = () => `/accounts/${house.account}/settings`;

  it('lets through what the token covers, tells the backend whose session it is, and drops what callers say of it', async () => {
    const uri = `${settings()}?full=1`;
    const forged = {
      'delegation-subject': 'cus_forged',
      'delegation-intent': 'forged',
      'delegation-revealed': 'email phone address',
    };
    const answer = await ask('GET', uri, { ...withProof('GET', uri), ...forged });
    expect(answer.status).toBe(200);
    expect(answer.headers['delegation-session']).toContain(open.session.id);
    const behind = JSON.parse(answer.body);
    expect(behind).toMatchObject({
      method: 'GET',
      url: uri,
      headers: {
        'delegation-subject': house.who('customer', 'mira').id,
        'delegation-actor': house.ana.principal.id,
        'delegation-action': 'accounts:settings.read',
        'delegation-resource': `account/${house.account}`,
      },
    });
    for (const name of ['authorization', 'dpop', 'delegation-intent', 'delegation-revealed'])
      expect(behind.headers).not.toHaveProperty(name);
  });

  it('passes on the challenge of a 401, and of a 403', async () => {
    const nobody = await ask('GET', '/');
    expect([nobody.status, nobody.headers['www-authenticate']]).toEqual([
      401,
      'DPoP algs="ES256 PS256 Ed25519", resource_metadata="https://localhost:3002/.well-known/oauth-protected-resource"',
    ]);
    const changing = await ask('PUT', settings(), withProof('PUT', settings()));
    expect([changing.status, changing.headers['www-authenticate']]).toEqual([
      403,
      expect.stringContaining('error="insufficient_scope"'),
    ]);
    expect(changing.headers['www-authenticate']).toContain('scope="accounts:settings.update"');
  });

  it('without a named action lets somebody look and nobody change', async () => {
    expect((await ask('GET', '/accounts', withProof('GET', '/accounts'))).status).toBe(200);
    expect((await ask('POST', '/accounts', withProof('POST', '/accounts'))).status).toBe(403);
    expect((await ask('DELETE', settings(), withProof('DELETE', settings()))).status).toBe(403);
  });

  it('takes a proof once, and for its own path and method only', async () => {
    const once = withProof('GET', '/accounts');
    expect((await ask('GET', '/accounts', once)).status).toBe(200);
    expect((await ask('GET', '/accounts', once)).status).toBe(401);
    expect((await ask('GET', '/accounts', withProof('GET', '/others'))).status).toBe(401);
    expect((await ask('GET', '/accounts', withProof('POST', '/accounts'))).status).toBe(401);
    expect((await ask('GET', '/accounts', { authorization: `Bearer ${open.token}` })).status).toBe(401);
  });

  it('asks about the request that it routes, whatever the caller adds or however the path is spelt', async () => {
    const asked = (path: string, headers: object = {}, method = 'POST') =>
      ask(method, path, { ...withProof('GET', '/accounts'), ...headers });
    const smuggled = {
      'x-original-method': 'GET',
      'x-original-uri': '/accounts',
      'x-forwarded-method': 'GET',
      'x-forwarded-uri': '/accounts',
      'delegation-action': 'accounts:settings.read',
    };
    expect((await asked('/admin', smuggled)).status).toBe(401);
    for (const path of ['//accounts', '/x/..%2faccounts', '/accounts;x', '/x/../accounts', '/accounts%00'])
      expect((await asked(path, {}, 'GET')).status).toBeGreaterThanOrEqual(400);
    for (const path of ['/_check/any', '/_check/settings'])
      expect((await ask('GET', path, withProof('GET', path))).status).toBe(404);
  });

  it('a path that a gateway appends to ours leads to no other address of ours', async () => {
    expect((await ask('GET', '/healthz', {}, ports.broker)).status).toBe(200);
    for (const path of ['/v1/check/../../healthz', '/v1/check/%2e%2e/%2e%2e/healthz'])
      expect((await ask('GET', path, {}, ports.broker)).status).toBe(400);
  });

  it('lets nobody through from the moment that the customer ends the session', async () => {
    expect((await ask('GET', '/accounts', withProof('GET', '/accounts'))).status).toBe(200);
    const mira = await house.signIn('customer', 'mira', { scopes: ['consent.revoke', 'history.read'] });
    const { status } = await house.call(mira, 'DELETE', `/v1/sessions/${open.session.id}`);
    expect(status).toBe(200);
    const answer = await ask('GET', '/accounts', withProof('GET', '/accounts'));
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([
      401,
      expect.stringContaining('error="invalid_token"'),
    ]);
  });
});
