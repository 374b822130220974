import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '#test/free-port.ts';
import { nodeIsTooOld } from '../node-version.mjs';
import { certificates } from './certificates.ts';
import { lockFolder } from './folder-lock.ts';
import { clientKey, secrets } from './keys.ts';
import { close, listen } from './loopback.ts';
import { checkPorts } from './ports.ts';
import { readIfThere } from './private-file.ts';
import { settings } from './settings.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'countersign-launch-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

const mode = (path: string) => (statSync(join(data, path)).mode & 0o777).toString(8);

describe('ports', () => {
  const at = (base: string) => settings({ root: data, dev: false }, { COUNTERSIGN_BASE_PORT: base });

  it('a taken port is named, with what needs it and how to choose another', async () => {
    const port = await freePort();
    const server = createServer();
    await listen(server, port, '::1');
    const check = () => checkPorts(at(String(port - 1))).catch(({ message }: Error) => message);
    const taken = await check();
    expect(taken).toContain(`Port ${port}, which the broker needs, is taken`);
    expect(taken).toContain('COUNTERSIGN_BASE_PORT=4000 npm start');
    await close(server);
    expect((await check()) ?? '').not.toContain(`Port ${port},`);
  });

  it('a base port that is none is refused', () => {
    for (const bad of ['80', 'abc', '65534', '3000.5'])
      expect(() => at(bad)).toThrow(/COUNTERSIGN_BASE_PORT/);
  });
});

describe('the data folder', () => {
  it('has one launcher at a time, and says whose it is', async () => {
    const release = await lockFolder(data);
    const taken = `Countersign already runs on ${data} (process ${process.pid}). End it first`;
    await expect(lockFolder(data)).rejects.toThrow(taken);
    release();
    (await lockFolder(data))();
    expect(readdirSync(join(data, 'owner'))).toEqual([]);
  });

  it('keeps keys, secrets and certificates from one start to the next, for the owner only', async () => {
    const now = new Date('2030-01-01T00:00:00Z');
    const make = async () => {
      await certificates(data, ['broker'], now);
      return [await clientKey(data, 'svc_probe'), secrets(data), readIfThere(join(data, 'tls/broker.crt'))];
    };
    expect(await make()).toEqual(await make());
    for (const path of ['keys/svc_probe.jwk', 'secrets.json', 'tls/ca.key', 'tls/broker.key']) {
      expect(mode(path)).toBe('600');
    }
    expect([mode('keys'), mode('tls')]).toEqual(['700', '700']);
  });

  it('gets new certificates before the old ones expire', async () => {
    const days = (n: number) => new Date(Date.UTC(2030, 0, 1) + n * 86_400_000);
    const leaf = async (day: number) => {
      await certificates(data, ['broker'], days(day));
      return readIfThere(join(data, 'tls/broker.crt'));
    };
    const first = await leaf(0);
    expect(await leaf(60)).toBe(first);
    expect(await leaf(85)).not.toBe(first);
  });
});

it('an old Node is refused in a sentence', () => {
  expect(nodeIsTooOld('18.20.4')).toMatch(/needs Node 20\.19 or newer, and this is Node 18\.20\.4/);
  expect(nodeIsTooOld('20.18.3')).toBeDefined();
  for (const good of ['20.19.0', '22.0.0', '24.1.0']) expect(nodeIsTooOld(good)).toBeUndefined();
});
