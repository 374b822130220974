import type { PolicyWords } from './words.ts';

/** A policy version as people read it: of the hash the beginning is enough to tell two apart. */
export const shortVersion = (version: string): string => version.slice(0, 8);

export interface Named {
  id: string;
  name: string;
}

export type Risk = 'read' | 'write' | 'sensitive' | 'never';

export interface PolicyInForce {
  version: string;
  epoch: number;
  activatedAt: string;
  activatedBy?: string;
  proposedBy?: string;
  proposal?: string;
  /** Who signs, stage by stage, in words. */
  flows: { name: string; stages: string[] }[];
  actions: { id: string; title: string; backend: string; risk: Risk }[];
  words: PolicyWords;
  files: { path: string; text: string }[];
}

export interface ProposalRow {
  id: string;
  version: string;
  status: 'open' | 'activated' | 'rejected' | 'withdrawn' | 'superseded';
  reason: string;
  proposedBy: Named;
  createdAt: string;
  decidedBy?: string;
  decidedAt?: string;
  comment?: string;
}

export interface ProposalView extends ProposalRow {
  /** Another version became active since it was proposed. */
  moved: boolean;
  changes: { where: string; what: string; widens: boolean }[];
  tests: string[];
}

export interface VersionRow {
  version: string;
  storedAt: string;
  isActive: boolean;
}
