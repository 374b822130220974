import { risksOf } from './bundle.ts';
import type { CatalogAction, PolicyBundle } from './bundle-shape.ts';
import type { ReadPolicy } from './judge.ts';
import { namedDefaults } from './risk-defaults.ts';

export interface Problem {
  /** A file, a policy id or an action. */
  readonly where: string;
  readonly what: string;
}

export interface SchemaAction {
  readonly id: string;
  readonly groups: readonly string[];
  /** Names of the resource types it applies to; none for a mere group. */
  readonly resources: readonly string[];
  /** Equal for actions that differ by name only. */
  readonly kind: string;
}

/** What Cedar says about a bundle's texts; the engine gathers it. */
export interface CedarReading {
  readonly policies: readonly ReadPolicy[];
  readonly problems: readonly Problem[];
  readonly schemaActions: readonly SchemaAction[];
  /** The actions a policy could ever decide about. */
  readonly reach: (policy: ReadPolicy) => readonly string[];
}

const groupOfRisk = {
  read: 'support.read',
  write: 'support.write',
  sensitive: 'support.sensitive',
  never: 'never',
} as const;

/** Everything that keeps a bundle from being activated. */
export function problemsOf(bundle: PolicyBundle, reading: CedarReading): Problem[] {
  return [
    ...reading.problems,
    ...reading.policies.flatMap((policy) => policyProblems(bundle, policy)),
    ...catalogProblems(bundle, reading),
    ...intentProblems(bundle),
    ...markProblems(bundle),
    ...signatureProblems(bundle),
    ...limitsProblems(bundle),
    ...riskProblems(bundle),
  ];
}

function policyProblems(bundle: PolicyBundle, policy: ReadPolicy): Problem[] {
  const { annotations, effect, id } = policy;
  const problem = (what: string): Problem => ({ where: id, what });
  if (annotations.problems) return annotations.problems.map(problem);
  const { approvals, stepUp, ...rest } = annotations.obligations;
  const obliges =
    approvals.length + rest.notify.length + rest.other.length > 0 ||
    [stepUp, rest.maxDurationSeconds, rest.budget].some((value) => value !== undefined) ||
    rest.consent;
  return [
    ...approvals
      .filter((flow) => !Object.hasOwn(bundle.flows, flow))
      .map((flow) => problem(`@approvals names a flow that approvals.json does not describe: ${flow}`)),
    ...(stepUp !== undefined && !bundle.assurance.includes(stepUp)
      ? [problem(`@step_up names a level that assurance.json does not list: ${stepUp}`)]
      : []),
    ...(effect === 'forbid' && obliges
      ? [problem('a forbid obliges to nothing: its annotations would be lost')]
      : []),
  ];
}

function catalogProblems(bundle: PolicyBundle, reading: CedarReading): Problem[] {
  const problems: Problem[] = [];
  const inSchema = new Map(reading.schemaActions.map((action) => [action.id, action]));
  const seen = new Set<string>();
  const permitted = new Set(
    reading.policies
      .filter((policy) => policy.effect === 'permit')
      .flatMap((policy) => reading.reach(policy)),
  );
  for (const backend of bundle.catalog.backends) {
    for (const action of backend.actions) {
      const report = (what: string) => problems.push({ where: action.id, what });
      if (seen.has(action.id)) report('is in the catalogue twice');
      seen.add(action.id);
      if (!action.id.startsWith(`${backend.id}:`)) report(`does not belong to the backend ${backend.id}`);
      const declared = inSchema.get(action.id);
      if (!declared) report('is in the catalogue, but the schema does not know it');
      else problems.push(...groupProblems(action, declared));
      maskProblems(action).forEach(report);
      if (action.risk !== 'never' && declared && !permitted.has(action.id)) {
        report('is in the catalogue, but no policy can ever permit it');
      }
    }
  }
  for (const action of reading.schemaActions) {
    if (action.resources.includes('Account') && !seen.has(action.id)) {
      problems.push({ where: action.id, what: 'is in the schema, but not in the catalogue' });
    }
  }
  if (!inSchema.has('delegation.approve')) {
    problems.push({ where: 'schema.cedarschema', what: 'delegation.approve is missing' });
  }
  return problems;
}

function groupProblems(action: CatalogAction, declared: SchemaAction): Problem[] {
  const expected = groupOfRisk[action.risk];
  const groups = declared.groups.join(', ') || 'none';
  return declared.groups.length === 1 && declared.groups[0] === expected
    ? []
    : [{ where: action.id, what: `has risk ${action.risk}, so its one group is ${expected}, not ${groups}` }];
}

function maskProblems({ masked, sees }: CatalogAction): string[] {
  const called = Object.values(masked);
  return [
    ...Object.entries(masked)
      .filter(([, one]) => !sees.includes(one))
      .map(([field, one]) => `masks ${field}, but does not say that it sees "${one}"`),
    ...called.filter((one, at) => called.indexOf(one) !== at).map((one) => `masks "${one}" under two names`),
  ];
}

function intentProblems(bundle: PolicyBundle): Problem[] {
  const risks = risksOf(bundle);
  const ids = bundle.intents.map((intent) => intent.id);
  return [
    ...ids
      .filter((id, index) => ids.indexOf(id) !== index)
      .map((id) => ({ where: 'intents.json', what: `${id} is there twice` })),
    ...bundle.intents.flatMap((intent) =>
      intent.actions
        .filter((action) => (risks.get(action) ?? 'never') === 'never')
        .map((action) => ({
          where: 'intents.json',
          what: `${intent.id} names ${action}, which nobody may do`,
        })),
    ),
  ];
}

function riskProblems(bundle: PolicyBundle): Problem[] {
  const marked = Object.values(bundle.risks).flatMap(({ marks = {} }) => Object.keys(marks));
  const unknown = [...new Set(marked)].filter((mark) => !Object.hasOwn(bundle.marks, mark));
  const asked = [...namedDefaults(bundle)].flatMap(([name, { approvals, stepUp }]) => [
    ...approvals
      .filter((flow) => !Object.hasOwn(bundle.flows, flow))
      .map((flow) => `${name} names a flow that approvals.json does not describe: ${flow}`),
    ...(stepUp !== undefined && !bundle.assurance.includes(stepUp)
      ? [`${name} names a level that assurance.json does not list: ${stepUp}`]
      : []),
  ]);
  return [...unknown.map((mark) => `${mark} is not in marks.json`), ...asked].map((what) => ({
    where: 'risks.json',
    what,
  }));
}

const guardedMarks = ['privileged', 'staff', 'minor', 'legal_hold'];

function markProblems(bundle: PolicyBundle): Problem[] {
  return guardedMarks
    .filter((mark) => !Object.hasOwn(bundle.marks, mark) || bundle.marks[mark]?.access !== 'refused')
    .map((mark) => ({ where: 'marks.json', what: `${mark} must be there, with access "refused"` }));
}

function signatureProblems({ signatures }: PolicyBundle): Problem[] {
  const problem = (what: string): Problem => ({ where: 'signatures.json', what });
  return [
    // Whoever may add a key without a key may sign everything else.
    ...(signatures.enrolment.passkey === 'always' ? [] : [problem('enrolment must say "always"')]),
    ...Object.entries(signatures)
      .filter(([, { passkey, max_age_s }]) => passkey === 'always' && max_age_s !== undefined)
      .map(([kind]) => problem(`${kind} always takes a passkey: its max_age_s would never count`)),
    ...[signatures.consent, signatures.sensitive_consent].flatMap(({ passkey, otherwise }, i) =>
      passkey === 'always' && otherwise !== undefined
        ? [
            problem(
              `${i === 0 ? 'consent' : 'sensitive_consent'} always takes a passkey: its otherwise would never count`,
            ),
          ]
        : [],
    ),
  ];
}

function limitsProblems({ limits, signatures }: PolicyBundle): Problem[] {
  const problem = (what: string): Problem => ({ where: 'limits.json', what });
  const { passkey, otherwise } = signatures.sensitive_consent;
  const takesMore = passkey === 'always' || otherwise === 'confirmation';
  return [
    ...(limits.open_per_customer > limits.open_per_agent
      ? [problem('open_per_customer is more than open_per_agent, so it limits nothing')]
      : []),
    // Nobody signs an offer: it would be the way round what is asked of a consent.
    ...(takesMore && limits.offers_cover.includes('sensitive')
      ? [problem('offers_cover names sensitive, and an offer is not signed as sensitive_consent wants it')]
      : []),
  ];
}
