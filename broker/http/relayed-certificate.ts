import { X509Certificate } from 'node:crypto';
import { x509 } from './x509.ts';

const byteSequence = /^:([A-Za-z0-9+/]+={0,2}):$/;
const clientAuth = '1.3.6.1.5.5.7.3.2';
const longestPath = 5;
const largestHeader = 16 * 1024;

/** RFC 9440 §2: one byte sequence each (RFC 8941 §3.3.5). Two leaves, or anything else, is no certificate. */
function certificatesIn(header: string, most: number): X509Certificate[] | undefined {
  if (header.length > largestHeader) return undefined;
  const items = header.split(',').map((item) => byteSequence.exec(item.trim())?.[1]);
  if (items.length > most) return undefined;
  try {
    return items.map((encoded) => new X509Certificate(Buffer.from(encoded ?? '', 'base64')));
  } catch {
    return undefined;
  }
}

function inForce({ validFrom, validTo }: X509Certificate, now: Date): boolean {
  return new Date(validFrom) <= now && now <= new Date(validTo);
}

/** Despite its name in Node, `keyUsage` lists the extended key usages. An authority's bind all below it. */
function isForClients({ keyUsage }: X509Certificate): boolean {
  return keyUsage === undefined || keyUsage.includes(clientAuth);
}

/** Key usage, subject alternative name, basic constraints, extended key usage. */
const understood = new Set(['2.5.29.15', '2.5.29.17', '2.5.29.19', '2.5.29.37']);
const nameConstraints = '2.5.29.30';

/** How many authorities may come below. RFC 5280 §4.2: what restricts it in a way not known here makes it unusable. */
function longestBelow(certificate: X509Certificate): number | undefined {
  try {
    const read = new x509.X509Certificate(Uint8Array.from(certificate.raw));
    const known = read.extensions.every(
      ({ type, critical }) => type !== nameConstraints && (!critical || understood.has(type)),
    );
    const { pathLength } = read.getExtension(x509.BasicConstraintsExtension) ?? {};
    return known ? (pathLength ?? Number.POSITIVE_INFINITY) : undefined;
  } catch {
    return undefined;
  }
}

/** RFC 5280 §6.1: what the proxy says it has checked is checked again, signatures up to our authority, time, and purpose. */
function leadsTo(
  authorities: readonly X509Certificate[],
  leaf: X509Certificate,
  between: readonly X509Certificate[],
  now: Date,
): boolean {
  let at = leaf;
  for (let steps = 0; steps < longestPath; steps += 1) {
    if (!inForce(at, now) || !isForClients(at) || longestBelow(at) === undefined) return false;
    const issues = (issuer: X509Certificate) =>
      issuer.ca &&
      at.checkIssued(issuer) &&
      at.verify(issuer.publicKey) &&
      (longestBelow(issuer) ?? -1) >= steps;
    const root = authorities.find(issues);
    if (root) return inForce(root, now) && isForClients(root);
    const next = between.find((one) => one !== at && issues(one));
    if (next === undefined) return false;
    at = next;
  }
  return false;
}

/** The client's certificate as a trusted proxy relays it; undefined: what it relays leads to no authority of ours. */
export function relayedCertificate(
  headers: { leaf: string; chain: string | undefined },
  authorities: readonly X509Certificate[],
  now: Date,
): Buffer | undefined {
  const [leaf] = certificatesIn(headers.leaf, 1) ?? [];
  const between = headers.chain === undefined ? [] : certificatesIn(headers.chain, longestPath);
  if (leaf === undefined || between === undefined) return undefined;
  return leadsTo(authorities, leaf, between, now) ? leaf.raw : undefined;
}
