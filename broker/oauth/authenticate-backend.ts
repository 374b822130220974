import { and, eq, inArray, isNotNull, isNull, or } from 'drizzle-orm';
import type { Context } from '../context.ts';
import type { Connection } from '../http/connection.ts';
import type { Principal } from '../identity/principal.ts';
import type { ServiceId } from '../ids.ts';
import { credentialDays, isTooOld } from './clients/held-keys.ts';
import { clientStands, shutOutInLog } from './clients/store.ts';
import { clients } from './clients/tables.ts';

const CONNECTED_UNTIL = new Date('9999-12-31T00:00:00Z');

/**
 * A registered backend by the certificate of its connection (RFC 8705 §2.1), where it calls as itself and a token
 * would say nothing more. Undefined when the certificate is nobody's, or more than one client's.
 */
export async function authenticateBackend(
  context: Context,
  { certificate, untrustedCertificate }: Connection,
): Promise<Principal | undefined> {
  if (untrustedCertificate || !certificate) return undefined;
  const { subject, sanUris, issuedAt } = certificate;
  const [found, ...others] = await context.reader
    .select({ client: clients, isShutOut: shutOutInLog })
    .from(clients)
    .where(
      and(
        or(eq(clients.subjectDn, subject), sanUris.length > 0 ? inArray(clients.sanUri, sanUris) : undefined),
        isNotNull(clients.resource),
        isNull(clients.disabledAt),
      ),
    );
  if (!found || others.length > 0 || found.client.method !== 'tls_client_auth') return undefined;
  const { client, isShutOut } = found;
  if (!clientStands(client, isShutOut, context.seals)) return undefined;
  const days = credentialDays(context.config.credentialDays, client.credentialDays);
  if (isTooOld(issuedAt, context.clock.now(), days)) return undefined;
  return {
    domain: 'service',
    id: client.id as ServiceId,
    person: undefined,
    name: client.name,
    roles: [],
    groups: [],
    scopes: client.scopes,
    clientId: client.id,
    signInId: undefined,
    jkt: undefined,
    x5t: certificate.thumbprint,
    authTime: undefined,
    acr: undefined,
    amr: [],
    expiresAt: CONNECTED_UNTIL,
  };
}
