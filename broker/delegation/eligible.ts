import { and, eq, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { type DirectoryPerson, selectPeople } from '../identity/store.ts';
import { people } from '../identity/tables.ts';
import { rolesOf } from '../policy/bundle.ts';
import type { Approval } from '../policy/question.ts';
import type { FlowState, RequiredApprovals } from '../policy/verdict.ts';

/** A request, filed or not, as far as it matters who may sign it. */
export interface Signable {
  id: string;
  emergency: boolean;
  requester: { id: string; person?: string };
  subject: { id: string; person?: string };
  flows: readonly string[];
  filedAt: Date;
}

export interface EligibleStage {
  stage: RequiredApprovals;
  /** By group, whoever is in several of them in each. */
  groups: { group: string; people: DirectoryPerson[] }[];
  /** Distinct human beings. */
  count: number;
}

async function membersOf(context: Context, groups: readonly string[]): Promise<DirectoryPerson[]> {
  if (groups.length === 0) return [];
  const member = sql`exists (select 1 from jsonb_array_elements_text(${people.groups}) named
    where named in ${[...new Set(groups)]})`;
  return selectPeople(context.reader, and(eq(people.domain, 'admin'), member));
}

/** Whether policy, the guard rails included, would let this person sign, whichever stage it were for. */
function mayEverSign(
  context: Context,
  request: Signable,
  earlier: readonly Approval[],
  approver: DirectoryPerson,
): boolean {
  const { id, person, groups, enabled } = approver;
  if (!enabled || person === undefined) return false;
  const roles = rolesOf(context.policy.bundle, 'admin', groups);
  const question = {
    approver: { id, roles, groups, person },
    throughSession: false,
    now: context.clock.now(),
    delegation: request,
    earlier,
  };
  // A no needs a voice only: the turn of the stage is told by the stage itself.
  return context.policy.decideApproval({ ...question, decision: 'deny' }).decision === 'allow';
}

/**
 * Who could sign, for each of these stages: in one of its groups, enabled, a known person, neither the requester nor
 * the subject, and nobody who has signed. The broker decides again when somebody does.
 */
export async function eligibleFor(
  context: Context,
  request: Signable,
  stages: readonly RequiredApprovals[],
  earlier: readonly Approval[] = [],
): Promise<EligibleStage[]> {
  const members = await membersOf(
    context,
    stages.flatMap(({ from }) => from),
  );
  const signed = new Set([
    ...earlier.map(({ person }) => person),
    request.requester.person,
    request.subject.person,
  ]);
  const able = members.filter(
    (one) => !signed.has(one.person) && mayEverSign(context, request, earlier, one),
  );
  return stages.map((stage) => {
    const groups = stage.from.map((group) => ({
      group,
      people: able.filter((one) => one.groups.includes(group)),
    }));
    const persons = new Set(groups.flatMap((group) => group.people.map(({ person }) => person)));
    return { stage, groups, count: persons.size };
  });
}

const spelled = (group: string): string => group.replaceAll('-', ' ');

/** What nobody can complete, in words. */
export function nobodyCanSign(stages: readonly EligibleStage[]): string[] {
  return stages.flatMap(({ stage, count }) => {
    const missing = stage.needed - stage.given;
    if (count >= missing) return [];
    const from = stage.from.map(spelled).join(' or ');
    return count === 0
      ? [`Nobody can sign this for ${from} at present.`]
      : [`Only ${count} of the ${missing} who have to sign this for ${from} can do so at present.`];
  });
}

export const openStages = ({ required }: FlowState): RequiredApprovals[] =>
  required.filter(({ given, needed }) => given < needed);
