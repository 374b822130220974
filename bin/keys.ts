import { parseArgs } from 'node:util';
import { Problem } from '@countersign/client';
import { brokerService, type Call, serviceOptions, whyNot } from './service-client.ts';

export const keysUsage = `countersign keys rotate [signing|refresh|master] [--broker URL] [--ca FILE] [--client ID --cert FILE --key FILE] [--json]
  signing   the next key signs, and the one after it is published (unless another is named)
  refresh   successors of refresh tokens are derived with a new key
  master    everything is sealed anew under the first configured master key
  Without options: the system that was started here, in COUNTERSIGN_DATA or .countersign.`;

const kinds = ['signing', 'refresh', 'master'];

/** 0: rotated, 1: refused or not reached, 2: the command was not understood. */
export async function keys(args: readonly string[], print: (line: string) => void): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ...serviceOptions, json: { type: 'boolean' } },
  });
  const [verb, kind = 'signing', ...rest] = positionals;
  if (verb !== 'rotate' || rest.length > 0 || !kinds.includes(kind)) {
    print(keysUsage);
    return 2;
  }
  const service = brokerService(values);
  if ('missing' in service) {
    print(service.missing);
    return 2;
  }
  try {
    const done = await rotate(service.broker, await service.as('keys.rotate'), kind);
    print(values.json ? JSON.stringify(done) : told(kind, done));
    return 0;
  } catch (error) {
    const why = whyNot(error, service.broker);
    if (why === undefined) throw error;
    print(`The keys stay as they are: ${why}`);
    return 1;
  } finally {
    await service.close();
  }
}

interface Done {
  readonly active?: string;
  readonly sealed?: number;
}

async function rotate(broker: string, call: Call, key: string): Promise<Done> {
  const response = await call(`${broker}/v1/keys/rotations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': `"${crypto.randomUUID()}"` },
    body: JSON.stringify({ key }),
  });
  if (!response.ok) throw Problem.from(response, await response.json().catch(() => undefined));
  return (await response.json()) as Done;
}

function told(kind: string, { active, sealed }: Done): string {
  if (kind === 'master') return `${sealed} keys were sealed anew. Other master keys can be taken out now.`;
  return `Rotated: ${active} is used from now on.`;
}
