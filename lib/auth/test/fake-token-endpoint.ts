import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { UnsecuredJWT } from 'jose';

export interface TokenEndpoint {
  readonly issuer: string;
  /** Refresh tokens as they came in, revoked tokens, names of the certificates that were shown. */
  readonly used: string[];
  readonly revoked: string[];
  readonly certificates: Set<string>;
  /** Answers every refresh with this status instead. */
  failure: { status: number; error: string } | undefined;
  close(): Promise<void>;
}

/** A stand-in for the broker's side of RFC 6749 §6 over real mutual TLS: a refresh token is good once. */
export async function openTokenEndpoint(tls: string): Promise<TokenEndpoint> {
  const read = (name: string) => readFileSync(join(tls, name));
  const server = createServer(
    {
      cert: read('broker.crt'),
      key: read('broker.key'),
      ca: read('ca.crt'),
      requestCert: true,
      rejectUnauthorized: true,
    },
    async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const form = new URLSearchParams(Buffer.concat(chunks).toString());
      const answer = (status: number, body: unknown) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      endpoint.certificates.add((request.socket as TLSSocket).getPeerCertificate().subjectaltname ?? '');
      if (request.url === '/revoke') {
        endpoint.revoked.push(form.get('token') ?? '');
        return answer(200, {});
      }
      if (request.url !== '/token') return answer(404, { title: 'Not here' });
      if (endpoint.failure !== undefined)
        return answer(endpoint.failure.status, { error: endpoint.failure.error });
      const token = form.get('refresh_token') ?? '';
      const again = endpoint.used.includes(token);
      endpoint.used.push(token);
      // Long enough for whoever else wants to refresh to come and wait.
      await new Promise((resolve) => setTimeout(resolve, 150));
      if (again) return answer(400, { error: 'invalid_grant' });
      const access_token = new UnsecuredJWT({ roles: ['agent'], n: endpoint.used.length })
        .setSubject('agt_1')
        .encode();
      return answer(200, {
        access_token,
        token_type: 'DPoP',
        expires_in: 300,
        scope: 'delegation.request',
        refresh_token: `refresh-${endpoint.used.length}`,
      });
    },
  );
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const endpoint: TokenEndpoint = {
    issuer: `https://localhost:${(server.address() as AddressInfo).port}`,
    used: [],
    revoked: [],
    certificates: new Set(),
    failure: undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return endpoint;
}
