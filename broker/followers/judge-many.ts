import { setImmediate } from 'node:timers/promises';
import { and, isNull } from 'drizzle-orm';
import { clockAt } from '../clock.ts';
import type { Context } from '../context.ts';
import { oneOf } from '../db/one-of.ts';
import { concernedByMany, type Directory, type ManyConcerned } from '../delegation/concerned-by-many.ts';
import type { Delegation } from '../delegation/delegation.ts';
import { judgeKnown } from '../delegation/judge-grant.ts';
import { clients } from '../oauth/clients/tables.ts';
import { rolesOf } from '../policy/bundle.ts';
import type { Judged } from '../policy/decide-parts.ts';
import type { Actor } from '../policy/question.ts';

export interface Standing {
  allowed: boolean;
  /** For people: why not. */
  reason: string;
  /** What policy said no to; absent where nobody asked it. */
  denied?: Judged;
}

/** Whoever else asks for something waits no longer than this. */
const AT_A_STRETCH_MS = 15;

const NOBODY = 'There is no record of the customer any more.';
const SHUT_OUT = 'Whoever acted here may not come in any more.';

/** The actor as the directory and the registry have them now; undefined: shut out. */
function actorNow(
  context: Context,
  { actor, clientId }: Delegation,
  registered: ReadonlySet<string>,
  { person: find }: ManyConcerned,
): Actor | undefined {
  if (!registered.has(clientId)) return undefined;
  if (actor.person === undefined)
    return clientId === actor.id ? { id: actor.id, kind: 'service', roles: ['service'] } : undefined;
  const found = find(actor.id);
  if (!found?.enabled || found.person === undefined) return undefined;
  const roles = rolesOf(context.policy.bundle, found.domain, found.groups);
  return { id: found.id, kind: 'agent', person: found.person, roles };
}

async function registeredOf({ reader }: Context, delegations: readonly Delegation[]): Promise<Set<string>> {
  const ids = [...new Set(delegations.map(({ clientId }) => clientId))];
  const found = await reader
    .select({ id: clients.id })
    .from(clients)
    .where(and(oneOf(clients.id, ids), isNull(clients.disabledAt)));
  return new Set(found.map(({ id }) => id));
}

const reasonOf = ({ reasons }: Judged): string => [...new Set(reasons.map(({ text }) => text))].join(' ');

/**
 * What policy says now of many delegations, as of one moment and in their order: of those in use whether they may go
 * on; of those that wait whether they could begin at all, at the first or the last instant at which they may.
 */
export async function judgeMany(
  context: Context,
  delegations: readonly Delegation[],
  stage: 'issue' | 'use',
  directory?: Directory,
): Promise<Standing[]> {
  const now = context.clock.now();
  const [concerned, registered] = await Promise.all([
    concernedByMany(context, delegations, directory),
    registeredOf(context, delegations),
  ]);
  const policy = context.policy.forMany();
  const standingOf = (delegation: Delegation): Standing => {
    const actor = actorNow(context, delegation, registered, concerned);
    if (!actor) return { allowed: false, reason: SHUT_OUT };
    const known = concerned.of(delegation);
    if (!known.subject) return { allowed: false, reason: NOBODY };
    const verdicts = instants(delegation, stage, now).map((at) =>
      judgeKnown({ ...context, policy, clock: clockAt(() => at) }, delegation, { stage, actor }, known),
    );
    const [denied] = verdicts;
    if (!denied || verdicts.some(({ decision }) => decision === 'allow'))
      return { allowed: true, reason: '' };
    return { allowed: false, reason: reasonOf(denied), denied };
  };
  const standings: Standing[] = [];
  for (let since = performance.now(); standings.length < delegations.length; ) {
    if (performance.now() - since > AT_A_STRETCH_MS) {
      await setImmediate();
      since = performance.now();
    }
    const next = delegations[standings.length];
    if (next) standings.push(standingOf(next));
  }
  return standings;
}

function instants({ clocks, state }: Delegation, stage: 'issue' | 'use', now: Date): Date[] {
  if (stage === 'use' || state.status !== 'granted') return [now];
  const first = clocks.notBefore && clocks.notBefore > now ? clocks.notBefore : now;
  return [first, state.expiresAt ?? state.startBy];
}
