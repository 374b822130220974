import { eq } from 'drizzle-orm';
import type { Logger } from 'pino';
import type { Reader } from '../db/client.ts';
import { type Engine, prepare } from '../policy/engine.ts';
import type { SealedReader } from '../seals/sealed-reader.ts';
import { findVersion } from './store.ts';
import { activePolicy, policyProposals } from './tables.ts';

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
  const bundle = await findVersion(reader, version);
  if (!bundle) throw new Error(`The policy version ${version} is not stored.`);
  return prepare(bundle);
}

export interface PolicyHolder {
  current: () => Engine;
  /**
   * Looks whether another version is active; one that cannot be loaded keeps the old one. Whatever is proposed is made
   * ready meanwhile, so that an activation waits for nothing.
   */
  refresh: () => Promise<void>;
  /** Of the versions that are proposed the one that was made ready last: its activation may come. */
  proposed: () => Engine | undefined;
}

const MOST_READY = 20;

/** The active version as this process judges by it. */
export async function holdActivePolicy(reader: SealedReader, log: Logger): Promise<PolicyHolder> {
  const first = await sealedActivation(reader);
  if (!first) throw new Error('There is no active policy version.');
  let held = { ...first, engine: await load(reader, first.version) };
  let ready = new Map<string, Engine | undefined>();

  async function makeReady(): Promise<void> {
    const open = await reader
      .select({ version: policyProposals.version })
      .from(policyProposals)
      .where(eq(policyProposals.status, 'open'))
      .limit(MOST_READY);
    ready = new Map([...ready].filter(([version]) => open.some((one) => one.version === version)));
    const next = open.find(({ version }) => !ready.has(version))?.version;
    if (next === undefined) return;
    const engine = await load(reader, next).catch((error: unknown) => {
      log.warn({ err: error, policy: next }, 'A proposed policy version cannot be loaded here.');
      return undefined;
    });
    ready.set(next, engine);
  }

  return {
    current: () => held.engine,
    proposed: () => [...ready.values()].findLast((engine) => engine !== undefined),
    refresh: async () => {
      const { epoch } = held;
      const now = await sealedActivation(reader);
      if (!now) return;
      if (now.epoch === epoch) return makeReady();
      if (now.epoch < epoch) throw new Error(`Something put policy epoch ${now.epoch} back.`);
      const engine = ready.get(now.version) ?? (await load(reader, now.version));
      // Who looked at the same time may have found a later one.
      if (now.epoch <= held.epoch) return;
      held = { ...now, engine };
      log.info({ policy: now.version, epoch: now.epoch }, 'Another policy version is active.');
    },
  };
}
