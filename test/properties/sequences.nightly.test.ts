import { it } from 'vitest';
import { checkSequences } from './check.ts';

it(
  'in ten thousand orders nothing is issued or found active that should not be',
  async () => {
    await checkSequences(10_000, false);
  },
  4 * 3_600_000,
);
