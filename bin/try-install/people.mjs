import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';

const KEPT = /^npm_config_(registry|proxy|https?_proxy|noproxy|cafile|ca|strict_ssl)$/i;
const OURS =
  /^(npm_|COUNTERSIGN_|BROKER_|DATABASE_|CONSOLE_|ACCOUNTS_|IDP_|NODE_ENV$|NODE_OPTIONS$|INIT_CWD$)/;

/** Whoever runs this has settings of their own; a fresh machine has none, but for how it reaches the registry. */
export const plainEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => KEPT.test(name) || !OURS.test(name)),
);

/** Root, with the npm cache that it has. Nothing when this is not root. */
export function root() {
  return process.getuid?.() === 0 ? { name: 'root', env: {} } : undefined;
}

/** Somebody without rights, with an own home and npm cache in `scratch`: `nobody` when this is root, else oneself. */
export function ordinaryUser(scratch) {
  const home = join(scratch, 'home');
  mkdirSync(home, { recursive: true });
  const env = { HOME: home, npm_config_cache: join(home, 'npm-cache') };
  if (process.getuid?.() !== 0) return { name: 'the user who runs this', env };
  const people = readFileSync('/etc/passwd', 'utf8').split('\n');
  const [, , uid = '65534', gid = '65534'] =
    people.find((line) => line.startsWith('nobody:'))?.split(':') ?? [];
  const user = { name: `user ${uid}`, uid: Number(uid), gid: Number(gid), env };
  give(home, user);
  chmodSync(home, 0o700);
  return user;
}

export function give(path, { uid, gid }) {
  if (uid !== undefined) run('chown', ['-R', `${uid}:${gid}`, path]);
}
