/** Something that has a name, and what is to be said of it. */
export interface Fact {
  name: string;
  lines: string[];
}

/** A version in words; the files say the same word for word. */
export interface PolicyWords {
  rules: { id: string; effect: 'permit' | 'forbid'; reason: string; asks: string[] }[];
  intents: { id: string; title: string; description: string; actions: string[]; longest: string }[];
  risks: { risk: string; of: string; asks: string[] }[];
  marks: { id: string; title: string; isRefused: boolean }[];
  roles: { door: string; group: string; roles: string[]; words: string }[];
  calendar: Fact[];
  limits: string[];
  signatures: Fact[];
  reviews: Fact[];
  /** Levels of sign-in, the weakest first. */
  assurance: string[];
  issuers: { door: string; issuer: string }[];
}
