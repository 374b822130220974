import type { Problem } from './validate-bundle.ts';

/** The bundle must not be activated. */
export class PolicyProblems extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(({ where, what }) => `${where}: ${what}`).join('\n'));
    this.name = 'PolicyProblems';
    this.problems = problems;
  }
}
