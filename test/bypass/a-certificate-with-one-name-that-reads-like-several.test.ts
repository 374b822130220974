import type { JsonGeneralNames } from '@peculiar/x509';
import { expect, it } from 'vitest';
import { describeCertificate } from '#broker/http/connection.ts';
import { x509 } from '#broker/http/x509.ts';

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

async function urisOf(...names: JsonGeneralNames): Promise<string[]> {
  const keys = await crypto.subtle.generateKey(EC, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=somebody',
    keys,
    signingAlgorithm: EC,
    extensions: [new x509.SubjectAlternativeNameExtension(names)],
  });
  return describeCertificate(Buffer.from(certificate.rawData)).sanUris;
}

const door = 'spiffe://countersign.demo/console-admin';

it('reads the URIs among the names of a certificate', async () => {
  expect(await urisOf({ type: 'dns', value: 'localhost' }, { type: 'url', value: door })).toEqual([door]);
});

it('one name that reads like several is none of them', async () => {
  expect(await urisOf({ type: 'url', value: `spiffe://else/where, URI:${door}, DNS:x` })).toEqual([]);
  expect(await urisOf({ type: 'dns', value: `x, URI:${door}, DNS:y` })).toEqual([]);
});
