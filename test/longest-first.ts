import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest, longest first. Whoever begins with it last waits for it alone, beside an idle processor. */
const LONGEST = [
  'test/properties/sequences.test.ts',
  'broker/governance/races.db.test.ts',
  'broker/governance/replays/races.db.test.ts',
  'test/protocol/problems-say-nothing.test.ts',
  'bin/policy-draft.test.ts',
  'bin/policy-replay.test.ts',
  'broker/delegation/races.db.test.ts',
  'broker/session/races.db.test.ts',
  'test/backend-liveness.test.ts',
  'test/bypass/a-cut-holds-on-every-path.db.test.ts',
  'broker/governance/replays/threads.test.ts',
  'broker/gateways/parity.test.ts',
  'broker/delegation/stages.test.ts',
  'bin/enrol.test.ts',
  'bin/keys.test.ts',
  'test/bypass/a-stop-holds-at-every-door-of-the-broker.test.ts',
];

/** Vitest itself orders by how long files took, but on a fresh checkout only by their size. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { root } = this.ctx.config;
    const ranks = new Map(LONGEST.map((name, rank) => [join(root, name), rank]));
    for (const path of ranks.keys())
      if (!existsSync(path)) throw new Error(`${path} is named in test/longest-first.ts and is not there.`);
    const rank = ({ moduleId }: TestSpecification) => ranks.get(moduleId) ?? LONGEST.length;
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}
