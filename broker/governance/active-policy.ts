import { eq } from 'drizzle-orm';
import type { Logger } from 'pino';
import type { Reader } from '../db/client.ts';
import { bundleFromFiles } from '../policy/bundle.ts';
import { type Engine, prepare } from '../policy/engine.ts';
import type { SealedReader } from '../seals/sealed-reader.ts';
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

/** The activation that this broker, or one beside it, wrote down: a version that somebody else chose judges nothing. */
async function sealedActivation(reader: SealedReader): Promise<Activation | undefined> {
  const [row] = await reader.select().from(activePolicy).where(eq(activePolicy.name, 'active'));
  if (!row) return undefined;
  if (!reader.seals.holds('active_policy', row.name, row))
    throw new Error(`Something other than the broker activated policy version ${row.version}.`);
  return { version: row.version, epoch: row.epoch };
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
export async function holdActivePolicy(reader: SealedReader, log: Logger): Promise<PolicyHolder> {
  const first = await sealedActivation(reader);
  if (!first) throw new Error('There is no active policy version.');
  let held = { ...first, engine: await load(reader, first.version) };
  return {
    current: () => held.engine,
    refresh: async () => {
      const now = await sealedActivation(reader);
      if (!now || now.epoch === held.epoch) return;
      if (now.epoch < held.epoch) throw new Error(`Something put policy epoch ${now.epoch} back.`);
      held = { ...now, engine: await load(reader, now.version) };
      log.info({ policy: now.version, epoch: now.epoch }, 'Another policy version is active.');
    },
  };
}
