import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigurationError, refuseUnusable } from './configuration-error.ts';

const domain = z.strictObject({
  issuer: z.url(),
  algs: z.array(z.enum(['ES256', 'PS256', 'Ed25519', 'EdDSA', 'RS256'])).min(1),
  personClaim: z.string().min(1).optional(),
  groupsClaim: z.string().min(1).default('groups'),
  audiences: z.record(z.string(), z.array(z.string().min(1)).min(1)),
});

const domains = z.strictObject({
  domains: z.strictObject({ support: domain, admin: domain, customer: domain }),
});

export type DomainConfig = z.infer<typeof domain>;
export type DomainsConfig = z.infer<typeof domains>['domains'];

function parseDomains(value: unknown, demo: boolean): DomainsConfig {
  const parsed = domains.safeParse(value);
  if (!parsed.success) return refuseUnusable('BROKER_DOMAINS', parsed.error);
  for (const [name, { issuer }] of Object.entries(parsed.data.domains)) {
    if (!demo && !issuer.startsWith('https://'))
      throw new ConfigurationError(`The ${name} domain's issuer must be https outside the demo.`);
  }
  const issuers = new Set(Object.values(parsed.data.domains).map(({ issuer }) => issuer));
  if (issuers.size !== 3)
    throw new ConfigurationError('The three identity domains need three different issuers.');
  return parsed.data.domains;
}

/** The three identity domains and the issuers that are trusted for them; outside the demo by https only. */
export function readDomains(file: string, demo: boolean): DomainsConfig {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new ConfigurationError(`BROKER_DOMAINS names ${file}, which cannot be read as JSON.`, { cause });
  }
  return parseDomains(value, demo);
}
