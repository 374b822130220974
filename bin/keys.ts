import { parseArgs } from 'node:util';
import { asOperator, operatorOptions } from './operator.ts';

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
    options: operatorOptions,
  });
  const [verb, kind = 'signing', ...rest] = positionals;
  if (verb !== 'rotate' || rest.length > 0 || !kinds.includes(kind)) {
    print(keysUsage);
    return 2;
  }
  return asOperator<Done>(
    values,
    { scope: 'keys.rotate', path: '/v1/keys/rotations', body: { key: kind } },
    { print, done: (done) => told(kind, done), failed: 'The keys stay as they are' },
  );
}

interface Done {
  readonly active?: string;
  readonly sealed?: number;
}

function told(kind: string, { active, sealed }: Done): string {
  if (kind === 'master') return `${sealed} keys were sealed anew. Other master keys can be taken out now.`;
  return `Rotated: ${active} is used from now on.`;
}
