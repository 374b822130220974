import { Pool } from 'undici';
import { inParallel } from './in-parallel.ts';
import { Latencies, type RoundSize } from './latencies.ts';
import type { Certified } from './own-broker.ts';
import { type BenchKey, signJwt } from './sign.ts';

export interface TokenLoad {
  readonly seen: Latencies;
  /** Answered 503: the server said that it could not keep up, and issued nothing. */
  unavailable(): number;
  /** Signs a batch, and only then sends of it what goes out in the time of one round. */
  round(size: RoundSize): Promise<void>;
  close(): Promise<void>;
}

export interface TokenCaller {
  issuer: string;
  clientId: string;
  key: BenchKey;
  certificate: Certified;
  connections: number;
  /** The parameters of the nth request, without those that authenticate the client. */
  form(index: number): Record<string, string>;
}

interface Signed {
  proof: string;
  body: string;
}

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const FORM = 'application/x-www-form-urlencoded';

/**
 * A client of a token endpoint that authenticates by `private_key_jwt` on a connection with its certificate and
 * proves its key by DPoP, as each door of the console does: everything is single use, so everything is signed anew.
 */
export function tokenLoad(caller: TokenCaller): TokenLoad {
  const { issuer, clientId, key, certificate, connections } = caller;
  const pool = new Pool(issuer, { connections, connect: certificate });
  const seen = new Latencies();
  let nonce: string | undefined;
  let sent = 0;
  let unavailable = 0;

  function signed(index: number): Signed {
    const iat = Math.floor(Date.now() / 1000);
    const assertion = signJwt(
      key.key,
      { kid: key.kid, typ: 'client-authentication+jwt' },
      { iss: clientId, sub: clientId, aud: issuer, jti: crypto.randomUUID(), iat, exp: iat + 60 },
    );
    const proof = signJwt(
      key.key,
      { typ: 'dpop+jwt', jwk: key.publicJwk },
      { jti: crypto.randomUUID(), htm: 'POST', htu: `${issuer}/token`, iat, nonce },
    );
    const form = { ...caller.form(index), client_id: clientId, client_assertion_type: ASSERTION_TYPE };
    return { proof, body: new URLSearchParams({ ...form, client_assertion: assertion }).toString() };
  }

  async function send({ proof, body }: Signed): Promise<{ status: number; text: string }> {
    const headers = { 'content-type': FORM, accept: 'application/json', dpop: proof };
    const answer = await pool.request({ path: '/token', method: 'POST', headers, body });
    const fresh = answer.headers['dpop-nonce'];
    if (typeof fresh === 'string') nonce = fresh;
    return { status: answer.statusCode, text: await answer.body.text() };
  }

  return {
    seen,
    unavailable: () => unavailable,
    async round({ most, seconds }) {
      if (nonce === undefined) await send(signed(0));
      const batch = Array.from({ length: most }, (_, i) => signed(sent + i));
      sent += most;
      const began = performance.now();
      await inParallel(batch, connections, async (request) => {
        const at = performance.now();
        if (at - began > seconds * 1000) return;
        const { status, text } = await send(request);
        if (status === 503) {
          unavailable += 1;
          return;
        }
        if (status !== 200) throw new Error(`${issuer}/token answered ${status}: ${text}`);
        seen.add(performance.now() - at);
      });
      seen.took((performance.now() - began) / 1000);
    },
    close: () => pool.close(),
  };
}
