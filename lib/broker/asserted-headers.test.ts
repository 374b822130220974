import type { CallerRequest } from '@countersign/client';
import { describe, expect, it } from 'vitest';
import { asserting } from './asserted-headers.ts';

const brokerUrl = 'https://localhost:3001';
const request: CallerRequest = { method: 'POST', headers: { accept: 'application/json' }, redirect: 'error' };

async function sentWith(
  browser: Record<string, string>,
  { url = `${brokerUrl}/token`, addressHeader = 'x-real-ip' as string | null } = {},
) {
  let sent: Readonly<Record<string, string>> = {};
  const send = asserting(
    async (_, { headers }) => {
      sent = headers;
      return new Response();
    },
    { brokerUrl, addressHeader: addressHeader ?? undefined },
    async () => new Headers(browser),
  );
  await send(url, request);
  return sent;
}

describe('what the console says of the browser', () => {
  it('is the address in the configured header, and the browser’s name for itself', async () => {
    expect(await sentWith({ 'x-real-ip': '192.0.2.7', 'user-agent': 'Fire\u00e9fox' })).toEqual({
      accept: 'application/json',
      'countersign-asserted-address': '192.0.2.7',
      'countersign-asserted-user-agent': 'Fire?fox',
    });
  });

  it('is nothing without a configured header, whatever the browser sends', async () => {
    const forged = { 'x-real-ip': '192.0.2.7', 'countersign-asserted-address': '192.0.2.8' };
    expect(await sentWith(forged, { addressHeader: null })).toEqual(request.headers);
  });

  it('is what the nearest proxy has seen, not what came before it', async () => {
    const sent = await sentWith({ 'x-real-ip': '198.51.100.1, 2001:db8::7' });
    expect(sent['countersign-asserted-address']).toBe('2001:db8::7');
  });

  it('is nothing where the header holds no address', async () => {
    for (const value of ['', 'unknown', '192.0.2.7:4711'])
      expect(await sentWith({ 'x-real-ip': value })).toEqual(request.headers);
  });

  it('goes to the broker alone', async () => {
    const browser = { 'x-real-ip': '192.0.2.7' };
    for (const url of ['https://localhost:3002/accounts', 'https://localhost:30011/token'])
      expect(await sentWith(browser, { url })).toEqual(request.headers);
  });

  it('is nothing outside a request', async () => {
    let sent: Readonly<Record<string, string>> = {};
    const send = asserting(
      async (_, { headers }) => {
        sent = headers;
        return new Response();
      },
      { brokerUrl, addressHeader: 'x-real-ip' },
      async () => {
        throw new Error('outside a request scope');
      },
    );
    await send(`${brokerUrl}/token`, request);
    expect(sent).toEqual(request.headers);
  });
});
