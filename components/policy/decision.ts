import type { Fact } from './words.ts';

export type Stage = 'request' | 'issue' | 'use' | 'approval';

/** When policy was asked. */
export const stageWords: Record<Stage, string> = {
  request: 'asked for',
  issue: 'granted, started or issued',
  use: 'used',
  approval: 'signed',
};

export interface DecisionRow {
  id: string;
  at: string;
  stage: Stage;
  allowed: boolean;
  actor: string;
  subject: string;
  what: string;
  why: string;
  delegation?: string;
}

export interface DecisionPage {
  items: DecisionRow[];
  next: string | null;
}

export interface Said {
  allowed: boolean;
  version: string;
  by: { id: string; text: string; kind: 'policy' | 'guard rail' | 'engine' }[];
  /** What was asked in return. */
  asks: string[];
  signatures: string[];
}

export interface DecisionView {
  id: string;
  at: string;
  summary: string;
  stage: Stage;
  actor: { id: string; name: string };
  subject: { id: string; name: string };
  delegation?: string;
  session?: string;
  said: Said;
  today: Said & { effect: 'gains' | 'loses' | 'needs more' | 'nothing'; why: string[] };
  facts: Fact[];
  questionHash: string;
  /** All that went in, as JSON. */
  question: string;
}
