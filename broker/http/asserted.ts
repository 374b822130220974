import { isIP } from 'node:net';

const ADDRESS = 'countersign-asserted-address';
const USER_AGENT = 'countersign-asserted-user-agent';

/** What a relay says of the browser that it speaks for. It may tighten what is decided, never allow anything. */
export interface Asserted {
  readonly address?: string;
  readonly userAgent?: string;
}

/** Undefined: not to be read as an address. To be asked for registered relays only; from anyone else it means nothing. */
export function readAsserted(headers: Headers): Asserted | undefined {
  const address = headers.get(ADDRESS)?.trim() ?? '';
  const userAgent = headers.get(USER_AGENT)?.slice(0, 512) ?? '';
  if (address !== '' && networkOf(address) === undefined) return undefined;
  return { ...(address === '' ? {} : { address }), ...(userAgent === '' ? {} : { userAgent }) };
}

/** The network of an address: /24 of IPv4, also where it is written as IPv6, and /48 of IPv6. */
export function networkOf(address: string): string | undefined {
  if (isIP(address) === 4) return `${address.split('.').slice(0, 3).join('.')}.0/24`;
  if (isIP(address) !== 6 || address.includes('%')) return undefined;
  const groups = groupsOf(new URL(`http://[${address}]`).hostname.slice(1, -1));
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    const [high = 0, low = 0] = groups.slice(6);
    return `${high >> 8}.${high & 255}.${low >> 8}.0/24`;
  }
  return `${groups
    .slice(0, 3)
    .map((group) => group.toString(16))
    .join(':')}::/48`;
}

/** Of an IPv6 address as a URL spells it: without dots, the longest run of zeros left out. */
function groupsOf(canonical: string): number[] {
  const [before = '', after] = canonical.split('::');
  const numbers = (text: string | undefined) =>
    text === undefined || text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  const [head, tail] = [numbers(before), numbers(after)];
  return [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => 0), ...tail];
}
