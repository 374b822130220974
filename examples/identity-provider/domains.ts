export const DOMAINS = ['support', 'admin', 'customer'] as const;

export type Domain = (typeof DOMAINS)[number];

export const DOMAIN_TITLES: Readonly<Record<Domain, string>> = {
  support: 'Support staff',
  admin: 'Administrators',
  customer: 'Customers',
};
