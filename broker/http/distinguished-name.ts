import { x509 } from './x509.ts';

/** RFC 4514 §3 names these two besides those that the library knows. */
const types = { UID: '0.9.2342.19200300.100.1.1', STREET: '2.5.4.9' };

type Parts = ReturnType<InstanceType<typeof x509.Name>['toJSON']>;

/** One spelling per name: parts in the order of RFC 4514, the types of a part in one order. */
function spelled(mostSpecificFirst: Parts): string {
  return JSON.stringify(
    mostSpecificFirst.map((part) => Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
}

/** RFC 4514, most specific part first, as `openssl x509 -nameopt RFC2253` writes it. Undefined: not such a name. */
export function distinguishedName(text: string): string | undefined {
  try {
    const parts = new x509.Name(text, types).toJSON();
    const empty = parts.some((part) =>
      Object.values(part).some((values) => values.some((one) => one === '')),
    );
    return parts.length === 0 || empty ? undefined : spelled(parts);
  } catch {
    return undefined;
  }
}

/** A certificate's subject in the same spelling: there the most specific part comes last (RFC 5280 §4.1.2.4). */
export function subjectOf(der: Buffer): string {
  const { subjectName } = new x509.X509Certificate(Uint8Array.from(der));
  return spelled(new x509.Name(subjectName.toArrayBuffer(), types).toJSON().reverse());
}
