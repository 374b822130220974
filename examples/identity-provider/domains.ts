export const DOMAINS = ['support', 'admin', 'customer'] as const;

export type Domain = (typeof DOMAINS)[number];

export type SigningAlgorithm = 'ES256' | 'RS256';

/** Two as one would choose today, one as many providers still sign and can do no other. */
export const SIGNING_ALGORITHMS: Readonly<Record<Domain, SigningAlgorithm>> = {
  support: 'ES256',
  admin: 'ES256',
  customer: 'RS256',
};

export const DOMAIN_TITLES: Readonly<Record<Domain, string>> = {
  support: 'Support staff',
  admin: 'Administrators',
  customer: 'Customers',
};
