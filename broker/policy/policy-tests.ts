import canonicalize from 'canonicalize';
import { z } from 'zod';
import type { Engine } from './engine.ts';
import { approvalShape, requestShape } from './question-shape.ts';
import type { ApprovalVerdict, DelegationVerdict } from './verdict.ts';

export interface PolicyTest {
  /** `allow/a-sentence.json`; the folder is the expected decision, the name the sentence. */
  readonly path: string;
  readonly content: unknown;
}

export interface PolicyTestResult {
  readonly path: string;
  /** Empty: as expected. */
  readonly mismatches: readonly string[];
}

/** The whole questions that each test's file changes a part of: `tests/base.json`. */
export type PolicyTestBase = unknown;

export function runPolicyTests(
  engine: Engine,
  base: PolicyTestBase,
  tests: readonly PolicyTest[],
): PolicyTestResult[] {
  return tests.map(({ path, content }) => {
    try {
      return { path, mismatches: runOne(engine, base, path, content) };
    } catch (error) {
      const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
      return { path, mismatches: [`is not a policy test: ${why}`] };
    }
  });
}

function runOne(engine: Engine, base: PolicyTestBase, path: string, content: unknown): string[] {
  const whole = baseShape.parse(base);
  const test = testShape.parse(content);
  const { expect } = test;
  const isRequest = 'request' in test;
  const verdict: DelegationVerdict | ApprovalVerdict = isRequest
    ? engine.decideRequest(requestShape.parse(merge(whole.request, test.request)))
    : engine.decideApproval(approvalShape.parse(merge(whole.approval, test.approval)));
  const mismatches: string[] = [];
  const compare = (what: string, expected: unknown, actual: unknown) => {
    if (expected !== undefined && canonicalize(expected) !== canonicalize(actual)) {
      mismatches.push(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
    }
  };
  compare('decision', path.split('/')[0], verdict.decision);
  compare('reasons', sorted(expect.reasons), sorted(verdict.internal.map((reason) => reason.id)));
  compare('says', sorted(expect.says), sorted(verdict.reasons.map((reason) => reason.text)));
  const obligations = new Map(Object.entries(verdict.obligations));
  for (const [name, value] of Object.entries(expect.obligations ?? {})) {
    compare(`obligation ${name}`, value ?? undefined, obligations.get(name));
    if (value === null && obligations.has(name)) mismatches.push(`obligation ${name}: expected none`);
  }
  if ('approvals' in verdict) compare('required', expect.required, verdict.approvals.required);
  if ('counts' in verdict) compare('counts', expect.counts, verdict.counts);
  else if (expect.counts) mismatches.push('counts: the signature counts for nothing');
  return mismatches;
}

/** Objects are merged, everything else replaced; null takes a member away. */
function merge(base: unknown, change: unknown): unknown {
  if (!isRecord(base) || !isRecord(change)) return change;
  const merged = new Map(Object.entries(base));
  for (const [name, value] of Object.entries(change)) {
    if (value === null) merged.delete(name);
    else merged.set(name, merge(merged.get(name), value));
  }
  return Object.fromEntries(merged);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(values: readonly string[] | undefined): string[] | undefined {
  return values && [...values].sort();
}

const text = z.string();
const texts = z.array(text);
const record = z.record(text, z.unknown());

const expectShape = z.strictObject({
  reasons: texts,
  says: texts.optional(),
  obligations: record.optional(),
  required: z.array(record).optional(),
  counts: record.optional(),
});
const testShape = z.union([
  z.strictObject({ request: record, expect: expectShape }),
  z.strictObject({ approval: record, expect: expectShape }),
]);
const baseShape = z.strictObject({ request: record, approval: record });
