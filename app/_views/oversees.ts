import type { Principal } from '#lib/broker/require-principal.ts';

/** Who writes policy and who audits it look into decisions; the broker asks for the role besides. */
export const oversees = ({ scopes }: Pick<Principal, 'scopes'>): boolean =>
  scopes.includes('policy.propose') || scopes.includes('audit.read');
