import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, fetch } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testConfig } from '#test/demo.ts';
import { freePort } from '#test/free-port.ts';
import type { Connection } from './connection.ts';
import { distinguishedName } from './distinguished-name.ts';
import { serve } from './server.ts';
import { x509 } from './x509.ts';

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 86_400_000;
const clientAuth = '1.3.6.1.5.5.7.3.2';
const serverAuth = '1.3.6.1.5.5.7.3.1';
const pem = (key: ArrayBuffer) => x509.PemConverter.encode(key, 'PRIVATE KEY');

interface Made {
  certificate: InstanceType<typeof x509.X509Certificate>;
  key: CryptoKey;
}

let serial = 1;
async function made(
  name: string,
  issuer?: Made,
  {
    ca = false,
    below,
    usage = ca ? undefined : clientAuth,
    from = -DAY,
    to = DAY,
    more = [],
  }: {
    ca?: boolean;
    below?: number;
    usage?: string | undefined;
    from?: number;
    to?: number;
    more?: InstanceType<typeof x509.Extension>[];
  } = {},
): Promise<Made> {
  const keys = await crypto.subtle.generateKey(EC, true, ['sign', 'verify']);
  serial += 1;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: `0${serial}`,
    subject: name,
    issuer: issuer?.certificate.subject ?? name,
    notBefore: new Date(Date.now() + from),
    notAfter: new Date(Date.now() + to),
    publicKey: keys.publicKey,
    signingKey: issuer?.key ?? keys.privateKey,
    signingAlgorithm: EC,
    extensions: [
      new x509.BasicConstraintsExtension(ca, below, true),
      ...(usage === undefined ? [] : [new x509.ExtendedKeyUsageExtension([usage])]),
      ...more,
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'url', value: `spiffe://example/${serial}` },
      ]),
    ],
  });
  return { certificate, key: keys.privateKey };
}

const relayed = ({ certificate }: Made) => `:${Buffer.from(certificate.rawData).toString('base64')}:`;

const through = (leaf: Made, ...chain: Made[]) => ({
  'client-cert': relayed(leaf),
  'client-cert-chain': chain.map(relayed).join(', '),
});

/** RFC 5280 §4.2.1.10: permittedSubtrees, DNS names below example.com. */
const onlyExampleCom = new x509.Extension(
  '2.5.29.30',
  false,
  Buffer.concat([Buffer.from('3011a00f300d820b', 'hex'), Buffer.from('example.com')]),
);

let authority: Made;
let between: Made;
let proxy: Made;
let client: Made;
let agent: Agent;
const open: (() => Promise<void>)[] = [];

/** What the broker makes of a connection, told by a server that says it back. */
async function listening(trustedProxies: string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'connection-'));
  const server = await made('CN=localhost', authority, { usage: serverAuth });
  const files = { cert: join(folder, 'crt'), key: join(folder, 'key'), ca: join(folder, 'ca') };
  writeFileSync(files.cert, server.certificate.toString('pem'));
  writeFileSync(files.key, pem(await crypto.subtle.exportKey('pkcs8', server.key)));
  writeFileSync(files.ca, authority.certificate.toString('pem'));
  const port = await freePort();
  const config = testConfig({ port, trustedProxies, tls: { ...files, requireClientCertificate: false } });
  open.push(await serve(config, (_, { connection }) => Response.json(connection)));
  return `https://localhost:${port}/`;
}

async function seen(url: string, headers: Record<string, string> = {}): Promise<Partial<Connection>> {
  const response = await fetch(url, { dispatcher: agent, headers });
  return (await response.json()) as Partial<Connection>;
}

beforeAll(async () => {
  authority = await made('CN=authority', undefined, { ca: true });
  between = await made('CN=between', authority, { ca: true });
  proxy = await made('CN=proxy', authority);
  client = await made('C=DE, O=Example\\, Inc, CN=worker', authority);
  agent = new Agent({
    connect: {
      ca: authority.certificate.toString('pem'),
      cert: proxy.certificate.toString('pem'),
      key: pem(await crypto.subtle.exportKey('pkcs8', proxy.key)),
    },
  });
});
afterAll(async () => {
  await agent.close();
  await Promise.all(open.map((close) => close()));
});

describe('a certificate that is relayed (RFC 9440)', () => {
  it('is dropped from whoever is no configured proxy', async () => {
    const url = await listening(['10.0.0.0/8']);
    expect(await seen(url, { 'client-cert': relayed(client) })).toMatchObject({
      certificate: { subject: distinguishedName('CN=proxy') },
    });
  });

  describe('by a configured proxy', () => {
    let url: string;
    beforeAll(async () => {
      url = await listening(['127.0.0.0/8', '::1']);
    });

    it('is the client’s; the proxy’s own names nobody', async () => {
      expect(await seen(url, { 'client-cert': relayed(client) })).toMatchObject({
        certificate: { subject: distinguishedName('CN=worker,O=Example\\, Inc,C=DE') },
      });
      expect(await seen(url)).not.toHaveProperty('certificate');
    });

    it('through an authority in between, when that is relayed too', async () => {
      const further = await made('CN=further', between);
      const header = { 'client-cert': relayed(further) };
      expect(await seen(url, header)).toMatchObject({ untrustedCertificate: true });
      expect(await seen(url, { ...header, 'client-cert-chain': relayed(between) })).toMatchObject({
        certificate: { subject: distinguishedName('CN=further') },
      });
      const last = await made('CN=last', authority, { ca: true, below: 0 });
      expect(await seen(url, through(await made('CN=short', last), last))).toMatchObject({
        certificate: { subject: distinguishedName('CN=short') },
      });
    });

    it.each<[string, () => Promise<Record<string, string>>]>([
      [
        'of another authority',
        async () => ({
          'client-cert': relayed(
            await made('CN=worker', await made('CN=authority', undefined, { ca: true })),
          ),
        }),
      ],
      [
        'signed by a certificate that is no authority',
        async () => ({
          'client-cert': relayed(await made('CN=worker', client)),
          'client-cert-chain': relayed(client),
        }),
      ],
      [
        'that has expired',
        async () => ({ 'client-cert': relayed(await made('CN=worker', authority, { to: -1000 })) }),
      ],
      [
        'that is not in force yet',
        async () => ({ 'client-cert': relayed(await made('CN=worker', authority, { from: 60_000 })) }),
      ],
      [
        'made out to servers',
        async () => ({ 'client-cert': relayed(await made('CN=worker', authority, { usage: serverAuth })) }),
      ],
      [
        'longer than an authority on the way allows',
        async () => {
          const short = await made('CN=short', authority, { ca: true, below: 0 });
          const deeper = await made('CN=deeper', short, { ca: true });
          return through(await made('CN=worker', deeper), deeper, short);
        },
      ],
      [
        'below an authority for servers',
        async () => {
          const servers = await made('CN=servers', authority, { ca: true, usage: serverAuth });
          return through(await made('CN=worker', servers), servers);
        },
      ],
      [
        'below an authority for certain names only',
        async () => {
          const certain = await made('CN=certain', authority, { ca: true, more: [onlyExampleCom] });
          return through(await made('CN=worker', certain), certain);
        },
      ],
      [
        'with a critical extension that is not known here',
        async () => ({
          'client-cert': relayed(
            await made('CN=worker', authority, {
              more: [new x509.Extension('1.2.3.4', true, Uint8Array.of(5, 0))],
            }),
          ),
        }),
      ],
      ['twice', async () => ({ 'client-cert': `${relayed(client)}, ${relayed(client)}` })],
      ['as bare base64', async () => ({ 'client-cert': relayed(client).slice(1, -1) })],
      ['as text', async () => ({ 'client-cert': ':aGVsbG8=:' })],
      ['empty', async () => ({ 'client-cert': '' })],
    ])('is untrusted: %s', async (_, headers) => {
      const found = await seen(url, await headers());
      expect(found).toMatchObject({ untrustedCertificate: true });
      expect(found).not.toHaveProperty('certificate');
    });
  });
});

describe('a distinguished name (RFC 4514)', () => {
  it.each([
    ['CN=worker,O=Example\\, Inc,C=DE', 'CN=worker, O=Example\\, Inc, C=DE', true],
    ['UID=7,DC=example,DC=com', 'UID=7,DC=example,DC=com', true],
    ['2.5.4.3=worker,C=DE', 'CN=worker,C=DE', true],
    ['CN=worker,C=DE', 'C=DE,CN=worker', false],
    ['CN=worker', 'CN=Worker', false],
    ['CN=worker,O=a', 'CN=worker\\,O=a', false],
    ['CN=a+O=b', 'CN=a,O=b', false],
    ['CN=a+O=b', 'O=b+CN=a', true],
  ])('%s and %s are the same: %s', (one, other, same) => {
    expect(distinguishedName(one) === distinguishedName(other)).toBe(same);
    expect(distinguishedName(one)).toBeDefined();
  });

  it.each(['', 'worker', 'CN=', 'XX=1'])('%j is none', (text) => {
    expect(distinguishedName(text)).toBeUndefined();
  });
});
