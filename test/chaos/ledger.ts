/** What somebody was told has happened. After everything that befell the system it must still have happened. */
export type Fact =
  | { kind: 'requested'; delegation: string }
  | { kind: 'approved'; delegation: string; by: string }
  | { kind: 'consented'; delegation: string; by: string }
  | { kind: 'started'; session: string; delegation: string }
  | { kind: 'raised'; session: string }
  | { kind: 'issued'; session: string; jti: string }
  | { kind: 'written'; session: string; account: string; setting: string; value: string }
  | { kind: 'stopped'; session: string; delegation: string; revoked: boolean };

/** What must not have happened at all. */
export interface Breach {
  what: string;
  about: string;
}

export interface Ledger {
  readonly facts: (Fact & { at: number })[];
  readonly breaches: Breach[];
  /** Answers that said "not now", and those among them that did not say when to come back. */
  unavailable: number;
  unavailableWithoutRetryAfter: number;
  /** Connections that ended without an answer. */
  broken: number;
  stories: number;
  /** Pages that came. */
  visits: number;
  acknowledge(fact: Fact): void;
  breach(what: string, about: string): void;
}

export function openLedger(): Ledger {
  const ledger: Ledger = {
    facts: [],
    breaches: [],
    unavailable: 0,
    unavailableWithoutRetryAfter: 0,
    broken: 0,
    stories: 0,
    visits: 0,
    acknowledge: (fact) => void ledger.facts.push({ ...fact, at: Date.now() }),
    breach: (what, about) => void ledger.breaches.push({ what, about }),
  };
  return ledger;
}
