import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Table } from './report.ts';

const Profile = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({
        functionName: z.string(),
        url: z.string(),
        lineNumber: z.number(),
        columnNumber: z.number(),
      }),
      children: z.array(z.number()).default([]),
    }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});
type Node = z.infer<typeof Profile>['nodes'][number];

const ROWS = 24;
const IDLE = new Set(['(idle)', '(root)', '(program)']);

/** Where one process spent its time while it was not idle: by folder of ours, by package, by part of Node. */
export function whereTimeGoes(root: string, folder: string): Table {
  const [file] = readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'));
  if (!file) throw new Error('There is no profile: the process has not ended by itself.');
  const { nodes, samples, timeDeltas } = Profile.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const placeOf = places(root);
  const spent = new Map<string, number>();
  let busy = 0;
  samples.forEach((id, i) => {
    const node = byId.get(id);
    if (!node || IDLE.has(node.callFrame.functionName)) return;
    const microseconds = timeDeltas[i] ?? 0;
    const place = placeOf(node);
    busy += microseconds;
    spent.set(place, (spent.get(place) ?? 0) + microseconds);
  });
  const rows = [...spent]
    .sort(([, a], [, b]) => b - a)
    .slice(0, ROWS)
    .map(([place, microseconds]) => [place, `${((100 * microseconds) / busy).toFixed(1)} %`]);
  return { title: 'Where the broker computes', columns: ['part', 'of its busy time'], rows };
}

/** Code of the bundle lies where its source map says. */
function places(root: string): (node: Node) => string {
  const maps = new Map<string, SourceMap | undefined>();
  const mapOf = (path: string) => {
    if (!maps.has(path)) {
      const file = `${path}.map`;
      const map = existsSync(file) ? new SourceMap(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
      maps.set(path, map);
    }
    return maps.get(path);
  };
  return ({ callFrame: { functionName, url, lineNumber, columnNumber } }) => {
    if (url === '')
      return functionName === '(garbage collector)' ? 'garbage collection' : `native ${functionName}`;
    if (url.startsWith('node:')) return url.split('/').slice(0, 2).join('/');
    if (!url.startsWith('file:')) return url.startsWith('wasm:') ? 'wasm (policy engine)' : url;
    const path = fileURLToPath(url);
    const inside = relative(root, path);
    const [, dependency] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(inside) ?? [];
    if (dependency) return `node_modules/${dependency}`;
    const entry = mapOf(path)?.findEntry(lineNumber, columnNumber);
    const source = entry && 'originalSource' in entry ? entry.originalSource : inside;
    return source
      .replace(/^(\.\.\/)+/, '')
      .split('/')
      .slice(0, 2)
      .join('/');
  };
}
