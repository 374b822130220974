import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { certificates } from '#bin/launch/certificates.ts';
import { freePort } from '#test/free-port.ts';
import { serve } from './server.ts';

const PATIENCE_MS = 150;

const folder = mkdtempSync(join(tmpdir(), 'broker-server-'));
let port: number;
let stop: () => Promise<void>;

beforeAll(async () => {
  await certificates(folder, ['broker'], new Date());
  const [cert, key, ca] = ['broker.crt', 'broker.key', 'ca.crt'].map((name) => join(folder, 'tls', name));
  port = await freePort();
  const tls = { cert: cert ?? '', key: key ?? '', ca: ca ?? '', requireClientCertificate: false };
  const answer = async (request: Request) => new Response(String((await request.text()).length));
  stop = await serve({ port, tls, trustedProxies: [] }, answer, PATIENCE_MS);
});
afterAll(async () => {
  await stop();
  rmSync(folder, { recursive: true });
});

/** All that comes back until the server hangs up. */
function whatComes(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let came = '';
    const socket: TLSSocket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () =>
      socket.write(text),
    );
    socket.on('data', (chunk) => {
      came += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(came));
  });
}

const line = (text: string) => text.split('\r\n', 1)[0];

it('answers who sends all of a request', async () => {
  const came = await whatComes(
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n\r\nab',
  );
  expect(line(came)).toBe('HTTP/1.1 200 OK');
});

it.each([
  ['its headers', 'POST / HTTP/1.1\r\nHost: x\r\nContent-'],
  ['its body', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nab'],
])('hangs up on who does not come to the end of %s', async (_what, begun) => {
  expect(line(await whatComes(begun))).toBe('HTTP/1.1 408 Request Timeout');
});
