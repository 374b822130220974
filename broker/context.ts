import type { Logger } from 'pino';
import type { Entry, Forensics } from './audit/event.ts';
import { type Burn, type Record, recordOn } from './audit/record.ts';
import type { Trouble } from './audit/trouble.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Database } from './db/client.ts';
import type { Mail } from './mail/letter.ts';
import type { Engine } from './policy/engine.ts';
import type { BrokenSeals } from './seals/broken-seals.ts';
import { type SealedReader, sealedReader } from './seals/sealed-reader.ts';
import { type Seals, sealsUnder } from './seals/seals.ts';

/** What lives as long as the process. `main.ts` and the tests put it together. */
export interface Services {
  database: Database;
  config: Config;
  log: Logger;
  clock: Clock;
  /** The active policy version; read anew for each request. */
  policy: () => Engine;
  node: string;
  /** Asked before everything that issues or extends. */
  trouble: Trouble;
  /** Told of every commit, so that whoever follows looks at once; what is not heard costs one polling interval. */
  wake: (committed?: readonly Entry[]) => void;
  /** Rows that were found changed by somebody else; written down afterwards. */
  brokenSeals?: BrokenSeals;
  /** Absent: nobody can be reached outside the console. */
  mail?: Mail;
}

/** What a verb may use. There is no writing handle but `record` and `burn`. */
export interface Context {
  reader: SealedReader;
  seals: Seals;
  record: Record;
  burn: Burn;
  clock: Clock;
  policy: Engine;
  config: Config;
  log: Logger;
  request: Forensics;
  mail: Mail | undefined;
}

export function contextFor(services: Services, request: Omit<Forensics, 'node'>): Context {
  const { database, config, clock } = services;
  const from: Forensics = { ...request, node: services.node };
  const seals = sealsUnder([config.masterKey, ...config.otherMasterKeys], services.brokenSeals?.note);
  return {
    reader: sealedReader(database.handle, seals),
    seals,
    record: recordOn(database, from, () => clock.now(), services.wake, services.trouble),
    burn: database.run,
    clock,
    policy: services.policy(),
    config,
    log: services.log.child({ request: request.requestId }),
    request: from,
    mail: services.mail,
  };
}

/** The same request, once its sender is known. */
export function withSender(services: Services, context: Context, sender: Partial<Forensics>): Context {
  return contextFor(services, { ...context.request, ...sender });
}
