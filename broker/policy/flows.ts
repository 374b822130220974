import type { FlowEntry, Flows } from './bundle-shape.ts';
import type { Approval } from './question.ts';
import type { FlowState, RequiredApprovals, Waiting } from './verdict.ts';

/** Where escalation counts from, and until when. Without it no stage escalates. */
export interface FlowClock {
  readonly filedAt: Date;
  readonly now: Date;
}

export interface Signer {
  readonly person: string;
  readonly groups: readonly string[];
}

interface Slot {
  readonly entry: FlowEntry;
  given: number;
}
interface Progress {
  readonly flow: string;
  readonly stages: Slot[][];
  /** When the stage that is open now was opened. */
  openedAt: Date | undefined;
}
interface Place {
  readonly progress: Progress;
  readonly stage: number;
  readonly slot: Slot;
}

/**
 * How far the named flows are. Stages in order; one person counts once over all flows and stages;
 * a flow that another named flow meets by itself (see `covers`) asks for nothing more.
 */
export function flowState(
  flows: Flows,
  names: readonly string[],
  approvals: readonly Approval[],
  clock?: FlowClock,
): FlowState {
  const { progress } = count(flows, names, approvals, clock);
  const required = progress.flatMap((each) =>
    each.stages.flatMap((slots, index) => slots.map((slot) => row(each, index, slot, clock?.now))),
  );
  const open = progress.flatMap((each) => {
    const index = openStage(each);
    return (each.stages[index] ?? []).filter(isOpen).map((slot) => row(each, index, slot, clock?.now));
  });
  const waiting = progress.flatMap((each) => {
    const index = openStage(each);
    return (each.stages[index] ?? []).filter(isOpen).flatMap((slot) => waits(each, index, slot, clock?.now));
  });
  return { required, open, waiting, complete: open.length === 0 };
}

/** The stage for which this person's signature would count now, if any. */
export function nextSignature(
  flows: Flows,
  names: readonly string[],
  approvals: readonly Approval[],
  signer: Signer,
  clock: FlowClock,
): { flow: string; stage: number } | undefined {
  const { progress, persons } = count(flows, names, approvals, clock);
  if (persons.has(signer.person)) return undefined;
  const place = findPlace(progress, signer.groups, clock.now);
  return place && { flow: place.progress.flow, stage: place.stage + 1 };
}

/** Whether any stage of these flows, open or not, listens to one of these groups. */
export function hasVoice(flows: Flows, names: readonly string[], groups: readonly string[]): boolean {
  return names.some((name) =>
    stagesOf(flows, name)
      .flat()
      .some((entry) => voices(entry).some((group) => groups.includes(group))),
  );
}

function count(
  flows: Flows,
  names: readonly string[],
  approvals: readonly Approval[],
  clock: FlowClock | undefined,
): { progress: Progress[]; persons: Set<string> } {
  const progress = withoutCovered(flows, [...new Set(names)]).map((flow) => ({
    flow,
    stages: stagesOf(flows, flow).map((stage) => stage.map((entry) => ({ entry, given: 0 }))),
    openedAt: clock?.filedAt,
  }));
  const persons = new Set<string>();
  const inOrder = [...approvals].sort((a, b) => a.at.getTime() - b.at.getTime());
  for (const approval of inOrder) {
    if (persons.has(approval.person)) continue;
    const place = findPlace(progress, approval.groups, approval.at);
    if (!place) continue;
    place.slot.given += 1;
    persons.add(approval.person);
    if (openStage(place.progress) !== place.stage) place.progress.openedAt = approval.at;
  }
  return { progress, persons };
}

function findPlace(progress: Progress[], groups: readonly string[], at: Date): Place | undefined {
  for (const each of progress) {
    const stage = openStage(each);
    const slot = each.stages[stage]?.find(
      (candidate) =>
        isOpen(candidate) &&
        eligible(candidate.entry, each.openedAt, at).some((group) => groups.includes(group)),
    );
    if (slot) return { progress: each, stage, slot };
  }
  return undefined;
}

function row(progress: Progress, index: number, slot: Slot, now: Date | undefined): RequiredApprovals {
  const isNow = index === openStage(progress);
  return {
    flow: progress.flow,
    stage: index + 1,
    from: isNow ? eligible(slot.entry, progress.openedAt, now) : slot.entry.from,
    needed: slot.entry.needed,
    given: slot.given,
  };
}

function waits(progress: Progress, index: number, { entry }: Slot, now: Date | undefined): Waiting[] {
  const { openedAt: since } = progress;
  if (!since || !now) return [];
  const waiting = { flow: progress.flow, stage: index + 1, from: entry.from, since };
  if (entry.escalate_to === undefined || entry.timeout_s === undefined) return [waiting];
  const at = new Date(since.getTime() + entry.timeout_s * 1000);
  return [{ ...waiting, escalates: { to: entry.escalate_to, at, due: now >= at } }];
}

function openStage(progress: Progress): number {
  const index = progress.stages.findIndex((slots) => slots.some(isOpen));
  return index === -1 ? progress.stages.length : index;
}

function isOpen(slot: Slot): boolean {
  return slot.given < slot.entry.needed;
}

function eligible(entry: FlowEntry, openedAt: Date | undefined, at: Date | undefined): string[] {
  if (entry.escalate_to === undefined || entry.timeout_s === undefined || !openedAt || !at) return entry.from;
  const late = at.getTime() - openedAt.getTime() >= entry.timeout_s * 1000;
  return late ? voices(entry) : entry.from;
}

function voices(entry: FlowEntry): string[] {
  return entry.escalate_to === undefined ? entry.from : [...entry.from, entry.escalate_to];
}

function stagesOf(flows: Flows, name: string): FlowEntry[][] {
  const flow = Object.hasOwn(flows, name) ? flows[name] : undefined;
  // A flow nobody described is one nobody can sign.
  if (!flow) return [[{ from: [], needed: 1 }]];
  return flow.stages.map((stage) => (Array.isArray(stage) ? stage : [stage]));
}

function withoutCovered(flows: Flows, names: string[]): string[] {
  return names.filter(
    (name, index) =>
      !names.some(
        (other, at) =>
          at !== index &&
          covers(stagesOf(flows, other), stagesOf(flows, name)) &&
          (at < index || !covers(stagesOf(flows, name), stagesOf(flows, other))),
      ),
  );
}

/** True when whoever completes `wide` has, in the same order and with the same people, completed `narrow`. */
function covers(wide: FlowEntry[][], narrow: FlowEntry[][]): boolean {
  let at = 0;
  for (const stage of narrow) {
    const found = wide.findIndex((candidate, index) => index >= at && meets(candidate, stage));
    if (found === -1) return false;
    at = found + 1;
  }
  return true;
}

function meets(wide: FlowEntry[], narrow: FlowEntry[]): boolean {
  const left = [...wide];
  return narrow.every((entry) => {
    const found = left.findIndex(
      (each) => each.needed >= entry.needed && voices(each).every((group) => entry.from.includes(group)),
    );
    if (found === -1 || entry.from.length === 0) return false;
    left.splice(found, 1);
    return true;
  });
}
