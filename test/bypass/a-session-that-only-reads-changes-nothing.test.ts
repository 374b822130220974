import { expect, it } from 'vitest';
import { codeOf, usingBackend } from '../backend-house.ts';

const backend = usingBackend();

it('a session that only reads changes nothing, whatever its token lists', async () => {
  const { call, token, broker } = backend();
  const dlg = { id: 'dlg_one', level: 'read' };
  const rotate = '/accounts/8f2c/credentials/key1/rotations';
  expect(await codeOf(await call('POST', rotate, { token: token({ dlg }) }))).toBe('403 session_level_read');
  const list = await (await call('GET', '/accounts/8f2c/credentials')).json();
  expect(list).toMatchObject({ items: [{ id: 'key1', status: 'active', rotated_at: null }] });
  expect(broker.state.outcomes.filter(({ phase }) => phase === 'intent')).toEqual([]);
});
