import { it } from 'vitest';
import { checkSequences } from './check.ts';

it('whatever is done in whatever order, nothing is issued or found active that should not be', async () => {
  await checkSequences(150, true);
}, 900_000);
