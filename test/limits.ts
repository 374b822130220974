import { bundleFromFiles, loadBundle, type PolicyBundle } from '#broker/policy/bundle.ts';
import type { Limits } from '#broker/policy/bundle-shape.ts';

/** The demo's policy with other limits. */
export function limited(domains: unknown, limits: Partial<Limits>): PolicyBundle {
  const { files, limits: own } = loadBundle('policies', domains);
  return bundleFromFiles({ ...files, 'limits.json': JSON.stringify({ ...own, ...limits }) });
}

/** For tests that file many requests in a row, and again what was just refused. */
export function unlimited(domains: unknown): PolicyBundle {
  return limited(domains, {
    open_per_agent: 100_000,
    open_per_customer: 100_000,
    cooldown_after_refusal_s: 0,
  });
}
