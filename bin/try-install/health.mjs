import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';

/** What each program answers when it is well, by its port's distance from the first. */
const ADDRESSES = [
  ['http', 0, '/api/health'],
  ['http', 0, '/support'],
  ['https', 1, '/readyz'],
  ['https', 1, '/.well-known/oauth-authorization-server'],
  ['https', 2, '/.well-known/oauth-protected-resource'],
  ['http', 3, '/support/.well-known/openid-configuration'],
  ['http', 3, '/admin/.well-known/openid-configuration'],
  ['http', 3, '/customer/.well-known/openid-configuration'],
  ['http', 5, '/me'],
];

function status(url, options) {
  const { get } = url.startsWith('https:') ? https : http;
  return new Promise((resolve) => {
    const request = get(url, { ...options, agent: false, timeout: 30_000 }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    });
    request.on('timeout', () => request.destroy(new Error('no answer')));
    request.on('error', (error) => resolve(error.message));
  });
}

/** What does not answer well; a page may lead elsewhere to sign in. */
export async function ailments(folder, port) {
  const file = join(folder, '.countersign/tls/ca.crt');
  const ca = existsSync(file) ? readFileSync(file) : undefined;
  const found = [];
  for (const [scheme, distance, path] of ADDRESSES) {
    const url = `${scheme}://localhost:${port + distance}${path}`;
    const answer = await status(url, { ca });
    if (!(answer >= 200 && answer < 400)) found.push(`${url}: ${answer}`);
  }
  return found;
}

/** Which of the six ports somebody still answers on. */
export async function openPorts(port) {
  const open = (one) =>
    new Promise((resolve) => {
      const socket = connect(one, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
  const ports = Array.from({ length: 6 }, (_, distance) => port + distance);
  const answers = await Promise.all(ports.map(open));
  return ports.filter((_, index) => answers[index]);
}
