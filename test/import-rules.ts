import type { Import } from './imports.ts';

interface Rule {
  readonly says: string;
  readonly breaks: (edge: Import) => boolean;
  /** One import that the rule must catch; the test of the rule itself. */
  readonly example: readonly [from: string, to: string];
}

const ours = /^(app|components|lib|broker|examples|packages|bin|bench|test|e2e)\/|^@countersign\//;
const within = (path: string, ...folders: string[]) =>
  folders.some((folder) => path.startsWith(`${folder}/`));
const packageOf = (path: string) => path.split('/').slice(0, 2).join('/');

/** The broker's folders and single files, lowest first: each may import what stands before it, and its own row. */
const layers: readonly (readonly string[])[] = [
  ['ids', 'errors', 'config', 'canonical-json'],
  ['db'],
  ['audit', 'mail'],
  ['seals'],
  ['clock', 'context'],
  ['http'],
  ['policy'],
  ['identity', 'catalog'],
  ['signing', 'alerts', 'decisions'],
  ['delegation'],
  ['session'],
  ['governance'],
  ['oauth'],
  ['campaigns', 'notices'],
  ['signals', 'followers'],
  ['gateways'],
  ['api'],
  ['app'],
  ['main'],
];

const unit = (path: string) => path.split('/')[1]?.replace(/\.ts$/, '') ?? '';
const layer = (path: string) => layers.findIndex((row) => row.includes(unit(path)));

export const rules: readonly Rule[] = [
  {
    says: 'a package imports nothing of ours but itself',
    breaks: ({ from, to }) => within(from, 'packages') && ours.test(to) && packageOf(from) !== packageOf(to),
    example: ['packages/client/src/api.ts', 'broker/ids.ts'],
  },
  {
    says: 'the console never imports the broker',
    breaks: ({ from, to }) => within(from, 'app', 'components', 'lib') && within(to, 'broker'),
    example: ['lib/broker/profile.ts', 'broker/ids.ts'],
  },
  {
    says: 'the broker imports nothing of the console or the examples',
    breaks: ({ from, to }) =>
      within(from, 'broker') && within(to, 'app', 'components', 'lib', 'examples', 'bin'),
    example: ['broker/ids.ts', 'lib/doors.ts'],
  },
  {
    says: 'components import no lib and no app: actions come as props',
    breaks: ({ from, to }) => within(from, 'components') && within(to, 'lib', 'app'),
    example: ['components/ui/button.tsx', 'lib/doors.ts'],
  },
  {
    says: 'lib imports no app, and of components the types of their props only',
    breaks: ({ from, to, typeOnly }) =>
      within(from, 'lib') && (within(to, 'app') || (within(to, 'components') && !typeOnly)),
    example: ['lib/doors.ts', 'app/page.tsx'],
  },
  {
    says: 'the example backend imports the resource server SDK only',
    breaks: ({ from, to }) =>
      within(from, 'examples/accounts-api') &&
      ours.test(to) &&
      to !== '@countersign/resource-server' &&
      !within(to, 'examples/accounts-api'),
    example: ['examples/accounts-api/main.ts', '@countersign/client'],
  },
  {
    says: 'the example identity provider and the demo world import only themselves',
    breaks: ({ from, to }) =>
      within(from, 'examples/identity-provider', 'examples/demo-world') &&
      ours.test(to) &&
      packageOf(from) !== packageOf(to),
    example: ['examples/identity-provider/main.ts', 'broker/ids.ts'],
  },
  {
    says: 'every part of the broker has a place in the order of its layers',
    breaks: ({ from, to }) => [from, to].some((path) => within(path, 'broker') && layer(path) < 0),
    example: ['broker/helpers/strings.ts', 'zod'],
  },
  {
    says: 'a layer of the broker imports only itself and lower ones',
    breaks: ({ from, to, typeOnly }) =>
      within(from, 'broker') &&
      within(to, 'broker') &&
      layer(to) > layer(from) &&
      // The active policy is a value in the context, put there by main.ts: the context knows its type.
      !(from === 'broker/context.ts' && typeOnly && within(to, 'broker/policy')),
    example: ['broker/delegation/store.ts', 'broker/session/start-session.ts'],
  },
  {
    says: 'policy is pure: of the broker it imports only itself, ids, errors and canonical JSON',
    breaks: ({ from, to }) =>
      within(from, 'broker/policy') &&
      within(to, 'broker') &&
      !within(to, 'broker/policy') &&
      !['ids', 'errors', 'canonical-json'].includes(unit(to)),
    example: ['broker/policy/engine.ts', 'broker/db/client.ts'],
  },
  {
    says: 'only main.ts imports a follower',
    breaks: ({ from, to }) =>
      within(to, 'broker/followers') && !within(from, 'broker/followers') && from !== 'broker/main.ts',
    example: ['broker/signals/stream.ts', 'broker/followers/push-revocation.ts'],
  },
  {
    says: 'only what the policy engine is made of imports Cedar',
    breaks: ({ from, to }) => to.startsWith('@cedar-policy/') && !within(from, 'broker/policy/cedar'),
    example: ['broker/governance/activate.ts', '@cedar-policy/cedar-wasm/nodejs'],
  },
];
