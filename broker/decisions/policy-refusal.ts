import { Refusal, type RefusalOptions } from '../errors.ts';
import type { Decision } from './decision.ts';

/** Refused on what policy said: the edge keeps the decision with the record of the refusal. */
export class PolicyRefusal extends Refusal {
  readonly decision: Decision;

  constructor(decision: Decision, code: string, message: string, options: RefusalOptions = {}) {
    super(code, message, options);
    this.decision = decision;
  }
}
