import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { nodeOf } from './nodes.mjs';
import { npmStart, startAndEnd } from './npm-start.mjs';
import { ordinaryUser, root } from './people.mjs';

const skipped = (why) => ({ skipped: why });

/** Each answers with what it saw, or `{ skipped: why }`, and throws what is amiss. */
export function casesOf({ scratch, folders, port }) {
  const user = ordinaryUser(scratch);
  let built;
  const fresh = async (name, more) => {
    const folder = folders.clone(name, more.user);
    const said = await startAndEnd({ folder, port, ...more });
    if (!said.includes('install: npm ci')) throw new Error('It did not install.');
    return folder;
  };
  /** The clone that later cases copy: built by whichever case comes first. */
  const builtClone = async () => (built ??= await fresh('built', { user }));

  return {
    async 'as an ordinary user'() {
      await builtClone();
      return `${user.name}, own home`;
    },
    async 'as root'() {
      const who = root();
      if (!who) return skipped('this is not root');
      await fresh('as-root', { user: who });
      return 'fresh clone';
    },
    async 'in a path with spaces'() {
      const folder = await fresh("with spaces/and a quote's end/counter sign", { user });
      return `${folder.slice(scratch.length)}, fresh clone`;
    },
    async 'in a folder of mode 0700'() {
      const folder = folders.copy(await builtClone(), 'private', user);
      rmSync(join(folder, '.countersign'), { recursive: true });
      chmodSync(folder, 0o700);
      await startAndEnd({ folder, port, user });
      return 'copy of a built clone, without its data';
    },
    async 'with a taken port'() {
      const folder = await builtClone();
      const holder = createServer().listen(port + 1, '127.0.0.1');
      const { exited, said } = npmStart({ folder, port, user });
      const code = await exited;
      holder.close();
      const sentence = said()
        .split('\n')
        .find((line) => line.includes(`Port ${port + 1}`));
      if (code === 0 || !sentence || !said().includes('COUNTERSIGN_BASE_PORT=4000 npm start'))
        throw new Error(`It ended with ${code} and said:\n${said()}`);
      return `exit code ${code}: ${sentence.trim()}`;
    },
    async 'with an old node_modules'() {
      const folder = folders.copy(await builtClone(), 'old', user);
      const list = join(folder, 'node_modules/.package-lock.json');
      const installed = JSON.parse(readFileSync(list, 'utf8'));
      installed.packages['node_modules/hono'].version = '4.0.0';
      writeFileSync(list, JSON.stringify(installed));
      writeFileSync(join(folder, 'node_modules/.countersign-lock'), 'of another package-lock.json\n');
      const hono = join(folder, 'node_modules/hono/package.json');
      writeFileSync(hono, readFileSync(hono, 'utf8').replace(/"version": "[^"]+"/, '"version": "4.0.0"'));
      writeFileSync(join(folder, 'node_modules/hono/dist/index.js'), 'throw new Error("an old hono");\n');
      const said = await startAndEnd({ folder, port, user });
      if (!said.includes('install: npm ci')) throw new Error('It did not notice.');
      return 'hono 4.0.0 was noticed and replaced';
    },
    async 'offline after install'() {
      const folder = await builtClone();
      const closed = await closedPort();
      const registry = `http://127.0.0.1:${closed}/`;
      const env = { npm_config_registry: registry, npm_config_fetch_retries: '0', https_proxy: registry };
      const said = await startAndEnd({ folder, port, user, env });
      if (said.includes('install:') || said.includes('build:')) throw new Error('It did more than start.');
      if (!existsSync(join(folder, '.countersign/demo.json'))) throw new Error('It kept nothing.');
      return 'second start, registry and proxy unreachable';
    },
    async 'on Node 20'() {
      return onNode(20);
    },
    async 'on Node 24'() {
      return onNode(24);
    },
  };

  async function onNode(major) {
    const { node, version, missing } = nodeOf(major, scratch);
    if (missing) return skipped(missing);
    if (node === process.execPath) await builtClone();
    else await fresh(`node-${major}-clone`, { user, node });
    return `Node ${version}${node === process.execPath ? ', the clones above' : ', fresh clone'}`;
  }
}

async function closedPort() {
  const server = createServer().listen(0, '127.0.0.1');
  while (!server.listening) await delay(10);
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
