import { setTimeout as delay } from 'node:timers/promises';
import type { Cluster } from '../cluster/cluster.ts';
import { signInAtDoor, type Visitor } from '../console-visitor.ts';
import type { Ledger } from './ledger.ts';

const VISITS = [
  { door: 'support', login: 'ana', paths: ['/support', '/support/requests/new'] },
  { door: 'admin', login: 'tess', paths: ['/admin', '/admin/approvals', '/admin/sessions'] },
  { door: 'customer', login: 'mira', paths: ['/account', '/account/consents', '/account/history'] },
] as const;

const REST_MS = 200;
const PATIENCE_MS = 60_000;

/** Whom the console sends to the sign-in page although nobody ended the sign-in. */
const sentAway = (error: unknown) => error instanceof Error && / answered 30\d/.test(error.message);

async function visitUntil(visitor: Visitor, paths: readonly string[], ledger: Ledger, ended: () => boolean) {
  for (let turn = 0; !ended(); turn += 1) {
    await visitor.visit(paths[turn % paths.length] ?? '/').then(
      () => {
        ledger.visits += 1;
      },
      (error: unknown) => {
        if (sentAway(error)) ledger.breach('a signed-in person was sent away', String(error));
        else ledger.broken += 1;
      },
    );
    await delay(REST_MS);
  }
}

/** When all is over every page comes again, to who was signed in before. */
async function visitAll(visitor: Visitor, paths: readonly string[], ledger: Ledger): Promise<void> {
  for (const path of paths) {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      const error = await visitor.visit(path).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (error === undefined) break;
      if (sentAway(error) || performance.now() > end) {
        ledger.breach('a page does not come back', `${path}: ${error}`);
        break;
      }
      await delay(REST_MS);
    }
  }
}

/** Three people who look at their pages while consoles die under them; sign-ins first, so that nothing else begins. */
export async function startVisits({ settings, world, consoles }: Cluster, ledger: Ledger) {
  if (consoles.length === 0) return { untilEnded: async () => undefined };
  const visitors = await Promise.all(
    VISITS.map(async ({ door, login, paths }) => {
      const person = world.people.find((one) => one.domain === door && one.login === login);
      const password = person?.password ?? '';
      return { paths, visitor: await signInAtDoor({ console: settings.console, door, login, password }) };
    }),
  );
  let ended = false;
  const visiting = visitors.map(({ visitor, paths }) => visitUntil(visitor, paths, ledger, () => ended));
  return {
    async untilEnded(): Promise<void> {
      ended = true;
      await Promise.all(visiting);
      await Promise.all(visitors.map(({ visitor, paths }) => visitAll(visitor, paths, ledger)));
    },
  };
}
