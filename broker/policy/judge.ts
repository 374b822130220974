import type { CatalogAction, PolicyBundle } from './bundle-shape.ts';
import type { CedarCall } from './cedar-call.ts';
import { publicReasons } from './explain.ts';
import { type AnnotationReading, mergeObligations, noObligations } from './obligations.ts';
import type { Reason, Verdict } from './verdict.ts';

export interface ReadPolicy {
  readonly id: string;
  readonly file: string;
  readonly text: string;
  /** Scope and conditions as Cedar reads them, whatever the layout; annotations apart. */
  readonly body: string;
  readonly effect: 'permit' | 'forbid';
  readonly reason: string;
  readonly annotations: AnnotationReading;
}

export type CedarAnswer =
  | {
      readonly type: 'answer';
      readonly decision: 'allow' | 'deny';
      readonly determining: readonly string[];
      readonly errors: readonly string[];
    }
  | { readonly type: 'failure'; readonly errors: readonly string[] };

export interface PreparedPolicies {
  readonly bundle: PolicyBundle;
  readonly policies: ReadonlyMap<string, ReadPolicy>;
  readonly actions: ReadonlyMap<string, CatalogAction & { readonly backend: string }>;
  readonly ask: (call: CedarCall) => CedarAnswer;
}

/**
 * One question to Cedar, answered safely: an evaluation error skips a policy, and a skipped forbid would allow,
 * so any error, any failure and any annotation nobody knows is a deny.
 */
export function judge(prepared: PreparedPolicies, call: CedarCall, nothingPermits: string): Verdict {
  const answer = prepared.ask(call);
  if (answer.type === 'failure' || answer.errors.length > 0) {
    return refuse(prepared, { id: 'engine:failed', text: answer.errors.join('; ') }, answer.errors);
  }
  const determining: ReadPolicy[] = [];
  for (const id of answer.determining) {
    const policy = prepared.policies.get(id);
    if (!policy) return failed(prepared, `Cedar names a policy that is not there: ${id}`);
    determining.push(policy);
  }
  const internal = determining.map(({ id, reason }) => ({ id, text: reason }));
  if (answer.decision === 'deny') {
    const why = internal.length > 0 ? internal : [{ id: 'engine:no-permit', text: nothingPermits }];
    return { ...refuse(prepared), reasons: publicReasons(why), internal: why };
  }
  const readings = determining.map((policy) => policy.annotations);
  const problems = readings.flatMap((reading) => reading.problems ?? []);
  const obligations = mergeObligations(
    readings.flatMap((reading) => reading.obligations ?? []),
    prepared.bundle.assurance,
  );
  if (problems.length > 0) return failed(prepared, problems.join('; '));
  if ('problem' in obligations) return failed(prepared, obligations.problem);
  if (determining.length === 0) return failed(prepared, 'Cedar allows without a policy');
  return {
    decision: 'allow',
    reasons: internal,
    internal,
    obligations,
    errors: [],
    policyVersion: prepared.bundle.version,
  };
}

export function refuse(prepared: PreparedPolicies, reason?: Reason, errors: readonly string[] = []): Verdict {
  const internal = reason ? [reason] : [];
  return {
    decision: 'deny',
    reasons: publicReasons(internal),
    internal,
    obligations: noObligations,
    errors,
    policyVersion: prepared.bundle.version,
  };
}

function failed(prepared: PreparedPolicies, why: string): Verdict {
  return refuse(prepared, { id: 'engine:failed', text: why }, [why]);
}
