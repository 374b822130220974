import { masksOf, risksOf } from './bundle.ts';
import type {
  CatalogAction,
  FlowEntry,
  Flows,
  Limits,
  PolicyBundle,
  SignatureKind,
  SignatureRule,
} from './bundle-shape.ts';
import { wordChanges } from './diff-words.ts';
import type { ReadPolicy } from './judge.ts';
import { type Change, change, limitChange, obligationChanges } from './obligation-changes.ts';
import { noObligations } from './obligations.ts';
import { namedDefaults } from './risk-defaults.ts';

export type { Change } from './obligation-changes.ts';

export interface Compared {
  readonly bundle: PolicyBundle;
  readonly policies: readonly ReadPolicy[];
}

/**
 * What a draft changes, part by part. Whether a changed condition lets more in cannot be told from its text, so that a
 * changed policy counts as wider until a person has looked.
 */
export function compareBundles(before: Compared, after: Compared): Change[] {
  return [
    ...policyChanges(before.policies, after.policies, after.bundle.assurance),
    ...riskChanges(before.bundle, after.bundle),
    ...maskChanges(before.bundle, after.bundle),
    ...wordChanges(before.bundle, after.bundle),
    ...flowChanges(before.bundle.flows, after.bundle.flows),
    ...roleChanges(before.bundle, after.bundle),
    ...markChanges(before.bundle, after.bundle),
    ...signatureChanges(before.bundle, after.bundle),
    ...limitsChanges(before.bundle.limits, after.bundle.limits),
    ...defaultChanges(before.bundle, after.bundle),
    ...otherChanges(before.bundle, after.bundle),
  ];
}

function policyChanges(
  before: readonly ReadPolicy[],
  after: readonly ReadPolicy[],
  assurance: readonly string[],
): Change[] {
  const [old, now] = [byId(before), byId(after)];
  const gone = before.filter(({ id }) => !now.has(id));
  const come = after.filter(({ id }) => !old.has(id));
  return [
    ...gone.map(({ id, effect }) => change(id, `the ${effect} is gone`, effect === 'forbid')),
    ...come.map(({ id, effect }) => change(id, `a new ${effect}`, effect === 'permit')),
    ...after.flatMap((policy) => {
      const was = old.get(policy.id);
      return was === undefined ? [] : changesWithin(was, policy, assurance);
    }),
  ];
}

const byId = (policies: readonly ReadPolicy[]) => new Map(policies.map((policy) => [policy.id, policy]));

function changesWithin(was: ReadPolicy, policy: ReadPolicy, assurance: readonly string[]): Change[] {
  const { id, effect } = policy;
  if (was.effect !== effect) return [change(id, `a ${was.effect} has become a ${effect}`, true)];
  const changes = annotationChanges(was, policy, assurance);
  if (was.body !== policy.body) changes.push(change(id, `the ${effect} has another condition`, true));
  if (was.reason !== policy.reason) changes.push(change(id, 'another reason is given', false));
  return changes;
}

function annotationChanges(was: ReadPolicy, policy: ReadPolicy, assurance: readonly string[]): Change[] {
  const [old, now] = [was.annotations.obligations, policy.annotations.obligations];
  return old && now
    ? obligationChanges(policy.id, old, now, assurance)
    : [change(policy.id, 'it obliges to something nobody knows', true)];
}

const RISKS: readonly CatalogAction['risk'][] = ['read', 'write', 'sensitive', 'never'];

function riskChanges(before: PolicyBundle, after: PolicyBundle): Change[] {
  const [old, now] = [risksOf(before), risksOf(after)];
  const changes: Change[] = [];
  for (const [id, risk] of now) {
    const was = old.get(id);
    if (was === undefined) changes.push(change(id, `a new action of risk ${risk}`, risk !== 'never'));
    else if (was !== risk)
      changes.push(change(id, `risk ${was} → ${risk}`, RISKS.indexOf(risk) < RISKS.indexOf(was)));
  }
  for (const id of old.keys()) if (!now.has(id)) changes.push(change(id, 'the action is gone', false));
  return changes;
}

/** What was hidden until somebody said why, and what is from now on. */
function maskChanges(before: PolicyBundle, after: PolicyBundle): Change[] {
  const [old, now] = [masksOf(before), masksOf(after)];
  return [...now].flatMap(([id, masked]) => {
    const was = old.get(id) ?? {};
    const gone = Object.keys(was).filter((field) => !Object.hasOwn(masked, field));
    const come = Object.keys(masked).filter((field) => !Object.hasOwn(was, field));
    return [
      ...gone.map((field) => change(id, `${field} is no longer masked`, true)),
      ...come.map((field) => change(id, `${field} is masked`, false)),
    ];
  });
}

const told = ({ from, needed }: FlowEntry): string => `${needed} of ${from.join(', ')}`;
const entriesOf = (flows: Flows, name: string): string[] =>
  (flows[name]?.stages ?? []).flatMap((stage, at) =>
    (Array.isArray(stage) ? stage : [stage]).map((entry) => `stage ${at + 1}: ${told(entry)}`),
  );

function flowChanges(before: Flows, after: Flows): Change[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) => {
    const where = `flow ${name}`;
    if (!Object.hasOwn(before, name)) return [change(where, 'a new flow', false)];
    if (!Object.hasOwn(after, name)) return [change(where, 'the flow is gone', false)];
    if (JSON.stringify(before[name]) === JSON.stringify(after[name])) return [];
    const what = `${entriesOf(before, name).join('; ')} → ${entriesOf(after, name).join('; ')}`;
    return [change(where, what, asksLess(before, after, name))];
  });
}

/** Only a flow that keeps every entry, with as many signatures of no more groups, asks for no less. */
function asksLess(before: Flows, after: Flows, name: string): boolean {
  const entries = (flows: Flows) => (flows[name]?.stages ?? []).flat();
  const now = entries(after);
  return !entries(before).every((old) =>
    now.some(
      (entry) =>
        entry.needed >= old.needed &&
        entry.from.every((group) => old.from.includes(group)) &&
        entry.escalate_to === old.escalate_to &&
        entry.timeout_s === old.timeout_s,
    ),
  );
}

function roleChanges(before: PolicyBundle, after: PolicyBundle): Change[] {
  const pairs = ({ roles }: PolicyBundle) =>
    new Set(
      Object.entries(roles).flatMap(([domain, groups]) =>
        Object.entries(groups).flatMap(([group, given]) =>
          given.map((role) => `${domain}/${group} is ${role}`),
        ),
      ),
    );
  const [old, now] = [pairs(before), pairs(after)];
  return [
    ...[...now].filter((pair) => !old.has(pair)).map((pair) => change('roles', pair, true)),
    ...[...old].filter((pair) => !now.has(pair)).map((pair) => change('roles', `no longer: ${pair}`, false)),
  ];
}

function markChanges({ marks: old }: PolicyBundle, { marks: now }: PolicyBundle): Change[] {
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((mark) => {
    const [was, is] = [old[mark]?.access, now[mark]?.access];
    if (was === is) return [];
    return [change(`mark ${mark}`, `${was ?? 'unknown'} → ${is ?? 'unknown'}`, was === 'refused')];
  });
}

const PASSKEY: readonly SignatureRule['passkey'][] = ['never', 'when_enrolled', 'always'];

function signatureChanges({ signatures: old }: PolicyBundle, { signatures: now }: PolicyBundle): Change[] {
  return (Object.keys(now) as SignatureKind[]).flatMap((kind) => {
    const where = `signature ${kind}`;
    const [was, is]: [SignatureRule, SignatureRule] = [old[kind], now[kind]];
    if (was.passkey !== is.passkey) {
      const less = PASSKEY.indexOf(is.passkey) < PASSKEY.indexOf(was.passkey);
      return [change(where, `passkey ${was.passkey} → ${is.passkey}`, less)];
    }
    const [before, after] = [was.otherwise ?? 'session', is.otherwise ?? 'session'];
    return [
      ...(before === after ? [] : [change(where, `otherwise ${before} → ${after}`, after === 'session')]),
      ...limitChange(where, 'max_age_s', was.max_age_s, is.max_age_s),
    ];
  });
}

function limitsChanges(before: Limits, after: Limits): Change[] {
  const where = 'limits';
  const cooldown = 'cooldown_after_refusal_s';
  const shorter = after[cooldown] < before[cooldown];
  return [
    ...limitChange(where, 'open_per_agent', before.open_per_agent, after.open_per_agent),
    ...limitChange(where, 'open_per_customer', before.open_per_customer, after.open_per_customer),
    ...(before[cooldown] === after[cooldown]
      ? []
      : [change(where, `${cooldown}: ${before[cooldown]} → ${after[cooldown]}`, shorter)]),
    ...after.offers_cover
      .filter((risk) => !before.offers_cover.includes(risk))
      .map((risk) => change(where, `what is of risk ${risk} may be offered`, true)),
    ...before.offers_cover
      .filter((risk) => !after.offers_cover.includes(risk))
      .map((risk) => change(where, `what is of risk ${risk} may no longer be offered`, false)),
  ];
}

/** What a risk or a mark asks by itself: less of it is wider. */
function defaultChanges(before: PolicyBundle, after: PolicyBundle): Change[] {
  const [old, now] = [namedDefaults(before), namedDefaults(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name) =>
    obligationChanges(name, old.get(name) ?? noObligations, now.get(name) ?? noObligations, after.assurance),
  );
}

/** Compared as a whole. Hours and who is trusted to say who somebody is may let more in; texts for people do not. */
function otherChanges(before: PolicyBundle, after: PolicyBundle): Change[] {
  const parts = [
    ['schema', before.schema, after.schema, true],
    ['calendar', before.calendar, after.calendar, true],
    ['assurance', before.assurance, after.assurance, true],
    ['trusted issuers', before.domains, after.domains, true],
    ['reviews', before.reviews, after.reviews, true],
    ['intents', before.intents, after.intents, false],
  ] as const;
  return parts.flatMap(([name, old, now, widens]) =>
    JSON.stringify(old) === JSON.stringify(now) ? [] : [change(name, 'changed', widens)],
  );
}
