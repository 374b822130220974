import { createHash, X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { subjectOf } from './distinguished-name.ts';
import { relayedCertificate } from './relayed-certificate.ts';

export interface ClientCertificate {
  /** RFC 8705 §3.1: base64url of the SHA-256 of the DER certificate. */
  thumbprint: string;
  /** As `distinguishedName` spells it. */
  subject: string;
  sanUris: string[];
  issuedAt: Date;
}

/** What the transport knows of the caller: built from a header only where a trusted proxy sent it. */
export interface Connection {
  remoteAddress: string | undefined;
  certificate?: ClientCertificate;
  /** A certificate was shown whose chain does not end at our authority: such a caller is refused. */
  untrustedCertificate?: true;
}

/** A name with a comma in it arrives quoted and could pass for several: a certificate with one names no URI here. */
function sanUris(certificate: X509Certificate): string[] {
  const names = certificate.subjectAltName ?? '';
  if (names.includes('"')) return [];
  return names
    .split(', ')
    .filter((name) => name.startsWith('URI:'))
    .map((name) => name.slice('URI:'.length));
}

export function describeCertificate(der: Buffer): ClientCertificate {
  const certificate = new X509Certificate(der);
  return {
    thumbprint: createHash('sha256').update(certificate.raw).digest('base64url'),
    subject: subjectOf(certificate.raw),
    sanUris: sanUris(certificate),
    issuedAt: new Date(certificate.validFrom),
  };
}

export interface Relays {
  /** Proxies that speak for the clients behind them. Their own certificate is nobody's here. */
  isProxy: (address: string | undefined) => boolean;
  authorities: readonly X509Certificate[];
}

/** One connection has one certificate: no renegotiation is answered. */
const shownOn = new WeakMap<TLSSocket, Pick<Connection, 'certificate' | 'untrustedCertificate'>>();

function shown(socket: TLSSocket): Pick<Connection, 'certificate' | 'untrustedCertificate'> {
  const known = shownOn.get(socket);
  if (known) return known;
  const certificate = socket.getPeerX509Certificate();
  const found = !certificate
    ? {}
    : socket.authorized
      ? { certificate: describeCertificate(certificate.raw) }
      : { untrustedCertificate: true as const };
  shownOn.set(socket, found);
  return found;
}

/** RFC 9440: from a configured proxy the header is the client's certificate; from anybody else it is noise. */
export function connectionOf(
  { socket, headers }: IncomingMessage,
  { isProxy, authorities }: Relays,
  now = new Date(),
): Connection {
  const { remoteAddress } = socket;
  if (!isProxy(remoteAddress))
    return { remoteAddress, ...(socket instanceof TLSSocket ? shown(socket) : {}) };
  const [leaf, chain] = [headers['client-cert'], headers['client-cert-chain']];
  if (leaf === undefined) return { remoteAddress };
  if (Array.isArray(leaf) || Array.isArray(chain)) return { remoteAddress, untrustedCertificate: true };
  const der = relayedCertificate({ leaf, chain }, authorities, now);
  if (der === undefined) return { remoteAddress, untrustedCertificate: true };
  return { remoteAddress, certificate: describeCertificate(der) };
}
