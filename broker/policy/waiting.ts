import type { FlowState, Waiting } from './verdict.ts';

/** After which time somebody is reminded of a stage that names no timeout. */
const REMIND_AFTER_MS = 30 * 60_000;

export interface Notice {
  kind: 'reminded' | 'escalated';
  flow: string;
  stage: number;
  at: Date;
}

function noticesOf({ flow, stage, since, escalates }: Waiting): Notice[] {
  const waited = escalates ? (escalates.at.getTime() - since.getTime()) / 2 : REMIND_AFTER_MS;
  return [
    { kind: 'reminded', flow, stage, at: new Date(since.getTime() + waited) },
    ...(escalates ? [{ kind: 'escalated' as const, flow, stage, at: escalates.at }] : []),
  ];
}

/** Everything that is to be said while the stages that are open now stay open, in order; each of it once. */
export function noticesFor({ waiting }: FlowState): Notice[] {
  const distinct = new Map(
    waiting.flatMap(noticesOf).map((one) => [`${one.kind} ${one.flow} ${one.stage} ${+one.at}`, one]),
  );
  return [...distinct.values()].sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** When something is to be said next. */
export function nextNotice(state: FlowState, after: Date): Date | undefined {
  return noticesFor(state).find(({ at }) => at > after)?.at;
}
