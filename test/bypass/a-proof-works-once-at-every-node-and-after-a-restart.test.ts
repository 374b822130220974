import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openStore } from '#examples/accounts-api/store/open-store.ts';
import { backendHouse, codeOf, RESOURCE } from '../backend-house.ts';
import { brokerFixture, proofOf } from '../broker-fixture.ts';

it('a proof works once, at every node, and after a restart', async () => {
  const path = '/accounts/8f2c/profile';
  const folder = mkdtempSync(join(tmpdir(), 'used-proofs-'));
  const broker = await brokerFixture(RESOURCE);
  let store = await openStore(join(folder, 'data'));
  const one = await backendHouse({ broker, store });
  const other = await backendHouse({ broker, store });
  await Promise.all([one.ready(), other.ready()]);
  const token = one.token();
  const proof = proofOf(one.key, { method: 'GET', url: `${RESOURCE}${path}`, token });
  const at = (node: typeof one) => node.call('GET', path, { token, proof });

  const atOnce = await Promise.all([at(one), at(other), at(one)]);
  expect(atOnce.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
  expect(await codeOf(await at(other))).toBe('401 invalid_dpop_proof');

  await Promise.all([one.stop(), other.stop()]);
  await store.close();
  store = await openStore(join(folder, 'data'));
  const restarted = await backendHouse({ broker, store });
  await restarted.ready();
  expect(await codeOf(await at(restarted))).toBe('401 invalid_dpop_proof');
  await restarted.stop();
  await store.close();
  await broker.stop();
  rmSync(folder, { recursive: true });
}, 240_000);
