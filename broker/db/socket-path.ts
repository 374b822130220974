import { closeSync, openSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What `sockaddr_un` takes everywhere. */
const MOST_BYTES = 100;

/** Where sockets in this folder are reached, also when the folder's path is longer than a socket's may be. */
export function socketsIn(folder: string): { at: (name: string) => string; close: () => void } {
  const none = () => undefined;
  if (process.platform === 'win32') return { at: (name) => `\\\\.\\pipe\\countersign-${name}`, close: none };
  const fits = (path: string) => Buffer.byteLength(path) <= MOST_BYTES;
  const longest = 'x'.repeat(24);
  if (fits(join(folder, longest))) return { at: (name) => join(folder, name), close: none };
  const short = relative(process.cwd(), folder);
  if (process.platform !== 'linux' || fits(join(short, longest)))
    return { at: (name) => join(short, name), close: none };
  const handle = openSync(folder, 'r');
  return { at: (name) => `/proc/self/fd/${handle}/${name}`, close: () => closeSync(handle) };
}
