import { parseArgs } from 'node:util';
import { postAsService, Refused, readService, serviceOptions, serviceUsage } from './as-service.ts';

export const keysUsage = `countersign keys rotate [signing|refresh|master] ${serviceUsage} [--json]
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
  const [verb, key = 'signing', ...rest] = positionals;
  if (verb !== 'rotate' || rest.length > 0 || !kinds.includes(key)) {
    print(keysUsage);
    return 2;
  }
  const service = readService(values);
  if ('missing' in service) {
    print(service.missing);
    return 2;
  }
  try {
    const call = { scope: 'keys.rotate', path: '/v1/keys/rotations', body: { key } };
    const done = (await postAsService(service, call)) as Done;
    print(values.json ? JSON.stringify(done) : told(key, done));
    return 0;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    print(`The keys stay as they are: ${error.message}`);
    return 1;
  }
}

interface Done {
  readonly active?: string;
  readonly sealed?: number;
}

function told(kind: string, { active, sealed }: Done): string {
  if (kind === 'master') return `${sealed} keys were sealed anew. Other master keys can be taken out now.`;
  return `Rotated: ${active} is used from now on.`;
}
