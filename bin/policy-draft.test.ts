import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BrokerHome, brokerHome, type SpawnedBroker, startBroker } from '#test/spawned-broker.ts';
import { registryPath } from './launch/registries.ts';
import { policy } from './policy.ts';

let data: string;
let draft: string;
beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), 'drafts-'));
});
beforeEach(() => {
  draft = mkdtempSync(join(data, 'draft-'));
  cpSync('policies', draft, { recursive: true });
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

async function run(...args: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const code = await policy([...args, '--dir', draft], (line) => lines.push(line));
  return { code, lines };
}

/** Another version, under which nothing changes for anybody. */
function addLevel(name: string): void {
  const levels = JSON.parse(readFileSync('policies/assurance.json', 'utf8'));
  writeFileSync(join(draft, 'assurance.json'), JSON.stringify([...levels, name]));
}

describe('policy pack', () => {
  it('writes the folder with its tests as one file, whose name for itself changes with what is in it', async () => {
    const out = join(data, 'draft.json');
    const { code, lines } = await run('pack', '--out', out, '--json');
    const said = JSON.parse(lines.join(''));
    expect([code, said]).toMatchObject([0, { ok: true, hash: expect.stringMatching(/^[\w-]{43}$/) }]);
    const packed = JSON.parse(readFileSync(out, 'utf8'));
    expect(packed).toMatchObject({ countersign_policy_draft: 1, hash: said.hash });
    expect(Object.keys(packed.files)).toEqual(expect.arrayContaining(['roles.json', 'tests/base.json']));
    expect(packed.files).not.toHaveProperty('domains.json');
    expect((await run('pack', '--out', out, '--json')).lines.join('')).toContain(said.hash);
    addLevel('urn:test:more');
    expect((await run('pack')).lines.join('')).not.toContain(said.hash);
  });

  it('writes nothing of a folder that could become no version, and says why', async () => {
    writeFileSync(join(draft, 'x.cedar'), 'permit (principal, action, resource);');
    const { code, lines } = await run('pack', '--out', join(data, 'never.json'));
    expect(code).toBe(1);
    expect(lines.join('\n')).toContain('failed   x.cedar: a policy has no @id');
    expect(() => readFileSync(join(data, 'never.json'))).toThrow();
    draft = join(data, 'nowhere');
    expect((await run('pack')).code).toBe(1);
  });
});

describe('policy propose', () => {
  let home: BrokerHome;
  let broker: SpawnedBroker;
  const operated = (owner: string) => {
    const file = registryPath(data, 'clients');
    const registry = JSON.parse(readFileSync(file, 'utf8'));
    for (const client of registry.clients)
      if (client.client_id === 'svc_operator') Object.assign(client, { owner, scopes: ['policy.propose'] });
    writeFileSync(file, JSON.stringify(registry));
  };
  beforeAll(async () => {
    home = await brokerHome(data);
    operated(home.world.people.find(({ login }) => login === 'pia')?.id ?? '');
    broker = await startBroker(home);
  });
  afterAll(async () => {
    broker?.child.kill('SIGTERM');
    await broker?.exited;
  });
  const proposes = (...more: string[]) => {
    const tls = (name: string) => join(data, 'tls', name);
    const as = ['--cert', tls('operator.crt'), '--key', tls('operator.key'), '--ca', tls('ca.crt')];
    return run('propose', '--broker', home.settings.broker, ...as, ...more);
  };

  it('files the folder over mutual TLS for the policy owner who answers for the service', async () => {
    addLevel('urn:test:filed');
    const { code, lines } = await proposes('--reason', 'As we agreed.', '--json');
    expect([code, JSON.parse(lines.join(''))]).toMatchObject([
      0,
      { ok: true, id: expect.stringMatching(/^pol_/), changes: [{ where: 'assurance', widens: true }] },
    ]);
    expect(await proposes('--reason', 'Once more.')).toMatchObject({
      code: 1,
      lines: [expect.stringContaining('has been proposed already')],
    });
  }, 60_000);

  it('says everything that the broker says against it, and what was not given', async () => {
    writeFileSync(join(draft, 'marks.json'), '{}');
    const { code, lines } = await proposes('--reason', 'Please.');
    expect(code).toBe(1);
    expect(lines.join('\n')).toContain('failed   marks.json: privileged must be there');
    expect(await proposes()).toMatchObject({ code: 2, lines: ['Say why, with --reason.'] });
    expect((await run('propose', '--reason', 'x', '--key', join(data, 'nothing'))).code).toBe(2);
  });

  it('nothing is activated by a command', async () => {
    expect(await run('activate')).toMatchObject({
      code: 2,
      lines: [expect.stringContaining('in person')],
    });
  });
});
