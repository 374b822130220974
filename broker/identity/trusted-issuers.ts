import { z } from 'zod';
import type { DomainConfig, DomainsConfig } from '../config/domains.ts';
import { fetchDocument, namesPrivateAddress } from './fetch-document.ts';
import { type PeopleDomain, peopleDomains } from './principal.ts';

export interface TrustedIssuer extends DomainConfig {
  domain: PeopleDomain;
}

export type Jwk = Readonly<Record<string, unknown>>;

export interface TrustedIssuers {
  /** Exact match; an issuer that is not configured is nobody. */
  find(iss: unknown): TrustedIssuer | undefined;
  /** The issuer's keys; fetched again for a `kid` they do not hold, at most once a minute. */
  keys(issuer: TrustedIssuer, kid: string | undefined): Promise<readonly Jwk[]>;
}

const discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });
const keySet = z.object({ keys: z.array(z.record(z.string(), z.unknown())).max(50) });

const refetchAfterMs = 60_000;
const retryFirstAfterMs = 2_000;
const staleAfterMs = 10 * 60_000;

interface Held {
  keys: readonly Jwk[] | undefined;
  triedAt: number;
  fetchedAt: number;
  fetching: Promise<void> | undefined;
}

export function trustedIssuers(
  domains: DomainsConfig,
  options: { demo: boolean; now: () => Date },
): TrustedIssuers {
  const issuers = peopleDomains.map((domain): TrustedIssuer => ({ ...domains[domain], domain }));
  const held = new Map<string, Held>();

  async function refetch(issuer: TrustedIssuer, state: Held): Promise<void> {
    state.triedAt = options.now().getTime();
    state.keys = await fetchKeys(issuer, options.demo);
    state.fetchedAt = state.triedAt;
  }

  return {
    find: (iss) => issuers.find((one) => one.issuer === iss),
    async keys(issuer, kid) {
      const state = held.get(issuer.issuer) ?? {
        keys: undefined,
        triedAt: Number.NEGATIVE_INFINITY,
        fetchedAt: Number.NEGATIVE_INFINITY,
        fetching: undefined,
      };
      held.set(issuer.issuer, state);
      const now = options.now().getTime();
      const unknown = kid !== undefined && !state.keys?.some((key) => key.kid === kid);
      const wanted = state.keys === undefined || unknown || now - state.fetchedAt > staleAfterMs;
      const allowed = now - state.triedAt >= (state.keys === undefined ? retryFirstAfterMs : refetchAfterMs);
      if (wanted && allowed && !state.fetching) {
        state.fetching = refetch(issuer, state).finally(() => {
          state.fetching = undefined;
        });
        state.fetching.catch(() => undefined);
      }
      if (wanted && state.fetching) await state.fetching.catch((error: unknown) => keepOld(state, error));
      if (state.keys === undefined) throw new IssuerUnavailable(issuer.issuer);
      return state.keys;
    },
  };
}

export class IssuerUnavailable extends Error {
  override readonly name = 'IssuerUnavailable';
}

function keepOld(state: Held, error: unknown): void {
  if (state.keys === undefined) throw new IssuerUnavailable('the keys cannot be fetched', { cause: error });
}

async function fetchKeys(issuer: TrustedIssuer, demo: boolean): Promise<readonly Jwk[]> {
  const privateAllowed = namesPrivateAddress(new URL(issuer.issuer).hostname);
  const document = discovery.parse(
    await fetchDocument(
      secure(`${issuer.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, demo),
      {
        privateAllowed,
      },
    ),
  );
  if (document.issuer !== issuer.issuer) throw new Error('The discovery document is of another issuer.');
  return keySet.parse(await fetchDocument(secure(document.jwks_uri, demo), { privateAllowed })).keys;
}

function secure(text: string, demo: boolean): URL {
  const url = new URL(text);
  if (url.protocol === 'https:' || (demo && url.protocol === 'http:' && namesPrivateAddress(url.hostname)))
    return url;
  throw new Error('Keys are fetched over https only.');
}
