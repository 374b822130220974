/** Somebody that a search among staff or customers has found. */
export interface FoundView {
  id: string;
  name: string;
  /** To tell two of the same name apart. */
  line: string;
  accounts: { backend: string; identifier: string; label: string; resource: string }[];
}

export type SearchedDomain = 'support' | 'admin' | 'customer';

export const searchUrlOf = (domain: SearchedDomain): string => `/admin/policies/people?domain=${domain}`;
