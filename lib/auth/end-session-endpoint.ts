import 'server-only';
import { z } from 'zod';
import { log } from '#lib/log.ts';

const metadata = z.object({ issuer: z.string(), end_session_endpoint: z.url().optional() });

/** OpenID Connect RP-Initiated Logout 1.0 §2.1; undefined when the provider has none or is away. */
export async function endSessionEndpoint(issuer: string): Promise<string | undefined> {
  try {
    const response = await fetch(`${issuer}/.well-known/openid-configuration`, {
      redirect: 'error',
      signal: AbortSignal.timeout(3_000),
    });
    const found = metadata.parse(await response.json());
    return found.issuer === issuer ? found.end_session_endpoint : undefined;
  } catch (error) {
    log.warn(
      { issuer, err: error },
      'the identity provider did not answer; signed out here and at the broker only',
    );
    return undefined;
  }
}
