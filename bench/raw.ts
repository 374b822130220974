import { generateKeyPairSync, sign, verify } from 'node:crypto';
import postgres from 'postgres';
import { inParallel } from './in-parallel.ts';
import { Latencies, type RoundSize } from './latencies.ts';

export interface Raw {
  readonly seen: Latencies;
  round(size: RoundSize): Promise<void>;
  close(): Promise<void>;
}

/** One ES256 signature made and checked, one after the other in one thread. */
export function rawSignatures(): Raw {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const seen = new Latencies();
  return {
    seen,
    async round({ most, seconds }) {
      const began = performance.now();
      for (let i = 0; i < most; i++) {
        const at = performance.now();
        if (at - began > seconds * 1000) break;
        const text = Buffer.from(`message ${i}`);
        const signature = sign('sha256', text, { key: privateKey, dsaEncoding: 'ieee-p1363' });
        if (!verify('sha256', text, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature))
          throw new Error('A signature does not hold.');
        seen.add(performance.now() - at);
      }
      seen.took((performance.now() - began) / 1000);
    },
    close: async () => undefined,
  };
}

/** One row inserted and on disk: what every exchange has to wait for at least once. */
export async function rawCommits(url: string, connections: number): Promise<Raw> {
  const sql = postgres(url, { max: connections, onnotice: () => undefined });
  await sql`drop table if exists bench_commits`;
  await sql`create table bench_commits (id text primary key, at timestamptz not null default now())`;
  const seen = new Latencies();
  return {
    seen,
    async round({ most, seconds }) {
      const began = performance.now();
      await inParallel(Array.from({ length: most }), connections, async () => {
        const at = performance.now();
        if (at - began > seconds * 1000) return;
        await sql`insert into bench_commits (id) values (${crypto.randomUUID()})`;
        seen.add(performance.now() - at);
      });
      seen.took((performance.now() - began) / 1000);
    },
    async close() {
      await sql`drop table bench_commits`;
      await sql.end();
    },
  };
}
