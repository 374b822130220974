import type { z } from '@hono/zod-openapi';
import type { EligibleStage } from '../../delegation/eligible.ts';
import type { Domain } from '../../identity/principal.ts';
import type { FlowState, RequiredApprovals } from '../../policy/verdict.ts';
import type { requiredApproval } from './schema.ts';

type StageView = z.input<typeof requiredApproval>;

const at = (instant: Date): string => instant.toISOString();

/** Names are for who approves; who asks is told how many there are, and where. */
function eligibleView(
  { count, groups }: EligibleStage,
  reader: Domain,
): NonNullable<StageView['eligible']> | undefined {
  if (reader === 'customer') return undefined;
  return {
    count,
    groups: groups.map(({ group, people }) => ({
      group,
      count: people.length,
      ...(reader === 'admin' ? { people: people.map(({ id, name }) => ({ id, name })) } : {}),
    })),
  };
}

function clockOf({ waiting }: FlowState, { flow, stage, from, given, needed }: RequiredApprovals) {
  const open = waiting.find(
    (one) => one.flow === flow && one.stage === stage && one.from.every((group) => from.includes(group)),
  );
  if (!open || given >= needed) return {};
  const { since, escalates } = open;
  return {
    since: at(since),
    ...(escalates
      ? { escalates_at: at(escalates.at), escalates_to: escalates.to, escalated: escalates.due }
      : {}),
  };
}

/** What is to be signed, with its clock and, where it was asked for, who could. */
export function stageViews(
  approvals: FlowState,
  eligible: readonly EligibleStage[] = [],
  reader: Domain = 'customer',
): StageView[] {
  return approvals.required.map((row) => {
    const stage = eligible.find((one) => one.stage === row);
    const who = stage && eligibleView(stage, reader);
    return {
      flow: row.flow,
      stage: row.stage,
      from: [...row.from],
      needed: row.needed,
      given: row.given,
      ...clockOf(approvals, row),
      ...(who ? { eligible: who } : {}),
    };
  });
}
