import { afterAll, beforeAll, expect, it } from 'vitest';
import { type House, openHouse, WRITE } from '#test/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

it('the first key of staff is let in by the operator, the next by whoever has one', async () => {
  const tess = await house.enrolled('admin', 'tess');
  expect(tess.passkey).toMatchObject({ state: 'active', enrolledBy: 'code', confirmedBy: 'svc_operator' });
  const sam = await house.enrolled('admin', 'sam');
  expect(sam.passkey).toMatchObject({ state: 'active', confirmedBy: tess.principal.id });
  const mira = await house.enrolled('customer', 'mira');
  expect(mira.passkey).toMatchObject({ state: 'active', enrolledBy: 'sign_in' });
});

it('who is enrolled signs with the key', async () => {
  const asked = await house.asks('ana', 'mira', WRITE);
  await house.reviews('tess', asked);
  const granted = await house.answers('mira', asked);
  expect(granted.state.status).toBe('granted');
});
