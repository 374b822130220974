import { type LookupAddress, lookup } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import { Agent, request } from 'undici';

const notPublic = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  notPublic.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 128],
  ['::1', 128],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  notPublic.addSubnet(network, prefix, 'ipv6');
}

export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  return !notPublic.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** Loopback or private by its very name. */
export function namesPrivateAddress(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (bare === 'localhost' || bare.endsWith('.localhost')) return true;
  return isIP(bare) !== 0 && !isPublicAddress(bare);
}

/** Checks what the name resolved to at the moment of connecting, so that a name cannot move in between. */
const publicOnly = new Agent({
  connect: {
    lookup: (hostname, options, callback) => {
      lookup(hostname, { ...options, all: true }, (error, addresses) => {
        const found: LookupAddress[] = addresses ?? [];
        const [first] = found;
        if (error || !first) return callback(error ?? new Error('The name has no address.'), '', 4);
        if (!found.every(({ address }) => isPublicAddress(address))) {
          return callback(new Error('The name leads to a private address.'), '', 4);
        }
        if (options.all) return (callback as unknown as (e: null, a: LookupAddress[]) => void)(null, found);
        callback(null, first.address, first.family);
      });
    },
  },
});
const anywhere = new Agent();

const timeLimitMs = 5_000;
const sizeLimitBytes = 64 * 1024;

/** One JSON document of a configured issuer: no redirects, 5 s, 64 KiB. */
export async function fetchDocument(
  url: URL,
  options: { readonly privateAllowed: boolean },
): Promise<unknown> {
  if (!options.privateAllowed && namesPrivateAddress(url.hostname))
    throw new Error('The URL names a private address.');
  const response = await request(url, {
    dispatcher: options.privateAllowed ? anywhere : publicOnly,
    signal: AbortSignal.timeout(timeLimitMs),
    headers: { accept: 'application/json' },
  });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response.body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > sizeLimitBytes) {
      response.body.destroy();
      throw new Error('The document is too large.');
    }
    chunks.push(chunk);
  }
  if (response.statusCode !== 200) throw new Error(`The answer was ${response.statusCode}.`);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
