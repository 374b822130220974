import { describe, expect, it } from 'vitest';
import { networkOf, readAsserted } from './asserted.ts';

describe('the network of an address', () => {
  it.each([
    ['192.0.2.77', '192.0.2.0/24'],
    ['192.0.2.200', '192.0.2.0/24'],
    ['192.0.3.77', '192.0.3.0/24'],
    ['::ffff:192.0.2.77', '192.0.2.0/24'],
    ['::ffff:c000:24d', '192.0.2.0/24'],
    ['2001:db8:1:2::3', '2001:db8:1::/48'],
    ['2001:0DB8:0001:ffff:0:0:0:9', '2001:db8:1::/48'],
    ['2001:db8::9', '2001:db8:0::/48'],
    ['::1', '0:0:0::/48'],
  ])('of %s is %s', (address, network) => expect(networkOf(address)).toBe(network));

  it.each(['', 'localhost', '192.0.2', '192.0.2.7:80', '[::1]', 'fe80::1%eth0', '192.0.2.7, 192.0.2.8'])(
    'there is none of %j',
    (address) => expect(networkOf(address)).toBeUndefined(),
  );
});

it('what is asserted is read as it is, or not at all', () => {
  const read = (headers: Record<string, string>) => readAsserted(new Headers(headers));
  expect(read({})).toEqual({});
  expect(
    read({ 'Countersign-Asserted-Address': '192.0.2.7', 'Countersign-Asserted-User-Agent': 'Firefox' }),
  ).toEqual({
    address: '192.0.2.7',
    userAgent: 'Firefox',
  });
  expect(read({ 'countersign-asserted-address': 'somewhere' })).toBeUndefined();
});
