import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

const WIDTH = 'identity-provider'.length;

/** Every line a program says, with its name before it. */
export function prefixLines(name: string, from: Readable, to: Writable): void {
  const lines = createInterface({ input: from, crlfDelay: Number.POSITIVE_INFINITY });
  lines.on('line', (line) => to.write(`${name.padEnd(WIDTH)} │ ${line}\n`));
}
