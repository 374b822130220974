import type { Risk } from './view.ts';

/** A version that can be tried out: the one in force, or one that somebody has proposed. */
export interface VersionChoice {
  version: string;
  label: string;
}

export interface ReasonView {
  id: string;
  text: string;
}

export interface PossibleAction {
  id: string;
  title: string;
  risk: Risk;
  outcome: 'permitted' | 'never' | 'depends';
  reasons: ReasonView[];
  /** Each by itself suffices, when all its conditions hold. */
  permits: (ReasonView & { when: string[]; asks: string[] })[];
  /** Each by itself forbids, when all its conditions hold. */
  forbids: (ReasonView & { when: string[] })[];
}

export interface Possibilities {
  version: string;
  actions: PossibleAction[];
}

export interface Simulated {
  version: string;
  allowed: boolean;
  now: string;
  /** What the agent would read. */
  told: string[];
  reasons: ReasonView[];
  asks: string[];
  signatures: { text: string; eligible: string[] }[];
  actions: { id: string; title: string; allowed: boolean; reasons: ReasonView[] }[];
}
