import { eq } from 'drizzle-orm';
import type { Logger } from 'pino';
import type { Reader } from '../db/client.ts';
import { bundleFromFiles } from '../policy/bundle.ts';
import { type Engine, prepare } from '../policy/engine.ts';
import { activePolicy, policyVersions } from './tables.ts';

export interface Activation {
  version: string;
  epoch: number;
}

export async function findActivation(reader: Reader): Promise<Activation | undefined> {
  const [row] = await reader
    .select({ version: activePolicy.version, epoch: activePolicy.epoch })
    .from(activePolicy)
    .where(eq(activePolicy.name, 'active'));
  return row;
}

async function load(reader: Reader, version: string): Promise<Engine> {
  const [row] = await reader.select().from(policyVersions).where(eq(policyVersions.version, version));
  if (!row) throw new Error(`The active policy version ${version} is not stored.`);
  const bundle = bundleFromFiles(row.files);
  if (bundle.version !== version)
    throw new Error(`What is stored as policy version ${version} has the hash ${bundle.version}.`);
  return prepare(bundle);
}

export interface PolicyHolder {
  current: () => Engine;
  /** Looks whether another broker has activated a version; a version that cannot be loaded keeps the old one. */
  refresh: () => Promise<void>;
}

/** The active version as this process judges by it. */
export async function holdActivePolicy(reader: Reader, log: Logger): Promise<PolicyHolder> {
  const first = await findActivation(reader);
  if (!first) throw new Error('There is no active policy version.');
  let held = { ...first, engine: await load(reader, first.version) };
  return {
    current: () => held.engine,
    refresh: async () => {
      const now = await findActivation(reader);
      if (!now || now.epoch === held.epoch) return;
      held = { ...now, engine: await load(reader, now.version) };
      log.info({ policy: now.version, epoch: now.epoch }, 'Another policy version is active.');
    },
  };
}
