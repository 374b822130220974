import { expect, it } from 'vitest';
import { readForm } from './form.ts';

const form = (body: BodyInit, headers: Record<string, string> = {}) =>
  readForm(
    new Request('https://localhost:3001/token', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body,
      duplex: 'half',
    } as RequestInit),
  );

it('takes the parameters in, an empty one as absent', async () => {
  const read = await form('grant_type=refresh_token&scope=&name=%C3%BC');
  expect([read.get('grant_type'), read.get('scope'), read.get('name')]).toEqual([
    'refresh_token',
    undefined,
    'ü',
  ]);
});

it('a stranger who sends without end is stopped at 64 KiB', async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 16_384;
      if (sent > 10_000_000) controller.close();
      else controller.enqueue(new Uint8Array(16_384).fill(0x61));
    },
  });
  await expect(form(endless)).rejects.toMatchObject({ error: 'invalid_request', status: 413 });
  expect(sent).toBeLessThan(200_000);
});

it('what says that it is too long is not read', async () => {
  await expect(form('a=1', { 'content-length': '70000' })).rejects.toMatchObject({ status: 413 });
});
