import { createHash, X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';

export interface ClientCertificate {
  /** RFC 8705 §3.1: base64url of the SHA-256 of the DER certificate. */
  thumbprint: string;
  subject: string;
  sanUris: string[];
}

/** What the transport knows of the caller. Never built from a header. */
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
    subject: certificate.subject,
    sanUris: sanUris(certificate),
  };
}

export function connectionOf({ socket }: IncomingMessage): Connection {
  const remoteAddress = socket.remoteAddress;
  if (!(socket instanceof TLSSocket)) return { remoteAddress };
  const shown = socket.getPeerX509Certificate();
  if (!shown) return { remoteAddress };
  if (!socket.authorized) return { remoteAddress, untrustedCertificate: true };
  return { remoteAddress, certificate: describeCertificate(shown.raw) };
}
