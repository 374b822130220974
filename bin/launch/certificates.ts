import { join } from 'node:path';
import { type X509Certificate, x509 } from '#broker/http/x509.ts';
import { readIfThere, writePrivate } from './private-file.ts';

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 24 * 3600 * 1000;
const RENEW_BEFORE = 7 * DAY;

export const trustDomain = 'spiffe://countersign.demo';

interface Authority {
  readonly certificate: X509Certificate;
  readonly key: CryptoKey;
}

/**
 * The development CA and a leaf for each name in `<data>/tls`, made on first run and made anew a week before
 * they expire; a new CA renews every leaf.
 */
export async function certificates(data: string, names: readonly string[], now: Date): Promise<void> {
  const folder = join(data, 'tls');
  const authority = (await readAuthority(folder, now)) ?? (await makeAuthority(folder, now));
  for (const name of names) {
    if (!(await leafIsGood(folder, name, authority, now))) await makeLeaf(folder, name, authority, now);
  }
}

async function readAuthority(folder: string, now: Date): Promise<Authority | undefined> {
  const pem = readIfThere(join(folder, 'ca.crt'));
  const key = readIfThere(join(folder, 'ca.key'));
  if (!pem || !key) return undefined;
  const certificate = new x509.X509Certificate(pem);
  if (certificate.notAfter.getTime() - RENEW_BEFORE < now.getTime()) return undefined;
  const der = x509.PemConverter.decodeFirst(key);
  return { certificate, key: await crypto.subtle.importKey('pkcs8', der, EC, true, ['sign']) };
}

async function makeAuthority(folder: string, now: Date): Promise<Authority> {
  const keys = await crypto.subtle.generateKey(EC, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: 'CN=Countersign development CA',
    notBefore: new Date(now.getTime() - DAY),
    notAfter: new Date(now.getTime() + 1825 * DAY),
    keys,
    signingAlgorithm: EC,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  await write(folder, 'ca', certificate, keys.privateKey);
  return { certificate, key: keys.privateKey };
}

async function leafIsGood(folder: string, name: string, authority: Authority, now: Date): Promise<boolean> {
  const pem = readIfThere(join(folder, `${name}.crt`));
  if (!pem || !readIfThere(join(folder, `${name}.key`))) return false;
  const certificate = new x509.X509Certificate(pem);
  if (certificate.notAfter.getTime() - RENEW_BEFORE < now.getTime()) return false;
  return certificate.verify({ publicKey: authority.certificate.publicKey, date: now });
}

async function makeLeaf(folder: string, name: string, authority: Authority, now: Date): Promise<void> {
  const keys = await crypto.subtle.generateKey(EC, true, ['sign', 'verify']);
  const { serverAuth, clientAuth } = x509.ExtendedKeyUsage;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: `CN=${name}, O=Countersign demo`,
    issuer: authority.certificate.subject,
    notBefore: new Date(now.getTime() - DAY),
    notAfter: new Date(now.getTime() + 90 * DAY),
    publicKey: keys.publicKey,
    signingKey: authority.key,
    signingAlgorithm: EC,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([serverAuth, clientAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'url', value: `${trustDomain}/${name}` },
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' },
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(authority.certificate.publicKey),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  await write(folder, name, certificate, keys.privateKey);
}

async function write(
  folder: string,
  name: string,
  certificate: X509Certificate,
  key: CryptoKey,
): Promise<void> {
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', key);
  writePrivate(join(folder, `${name}.key`), `${x509.PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n`);
  writePrivate(join(folder, `${name}.crt`), `${certificate.toString('pem')}\n`);
}

/** RFC 5280 §4.1.2.2: positive, at most 20 octets, unpredictable. */
function serialNumber(): string {
  const bytes = crypto.getRandomValues(Buffer.alloc(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}
