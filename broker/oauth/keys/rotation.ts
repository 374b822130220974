import { Refusal } from '../../errors.ts';

export interface Rotated {
  /** What signs, or what successors are derived with, from now on. */
  readonly active: string;
}

export const beingRotated = () => new Refusal('raced', 'The keys are being rotated already.');
