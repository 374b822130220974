import type { components } from '@countersign/client';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { plural } from '#components/delegation/duration.ts';
import { spellGroup } from '#components/delegation/status.ts';
import type { DecisionPage, DecisionRow, DecisionView, Said } from '#components/policy/decision.ts';
import { answer, found } from '#lib/broker/answer.ts';
import type { Principal } from '#lib/broker/require-principal.ts';
import { readActionTitles } from './catalog-view.ts';
import { obligationWords } from './obligation-words.ts';
import { questionFacts, whatWasAsked } from './question-facts.ts';

type Wire = components['schemas'];

export interface WantedDecisions {
  cursor?: string | undefined;
  delegation?: string | undefined;
  person?: string | undefined;
  /** Days, both of them whole. */
  from?: string | undefined;
  to?: string | undefined;
}

const DAY_MS = 24 * 3600 * 1000;
const day = z.iso.date();

/** What an address asks for; what is no sensible filter is left out. */
export function wantedDecisions(given: URLSearchParams): WantedDecisions {
  const text = (name: string) => given.get(name)?.trim() || undefined;
  const like = (name: string, pattern: RegExp) => {
    const found = text(name);
    return found !== undefined && pattern.test(found) ? found : undefined;
  };
  const date = (name: string) => {
    const found = day.safeParse(text(name));
    return found.success ? found.data : undefined;
  };
  return {
    cursor: text('cursor'),
    delegation: like('delegation', /^dlg_[0-9a-z_]{1,64}$/),
    person: like('person', /^(agt|adm|cus|svc)_[0-9a-z_]{1,64}$/),
    from: date('from'),
    to: date('to'),
  };
}

const answerOf = z.looseObject({
  decision: z.string(),
  determining: z.array(z.looseObject({ text: z.string() })),
});

function row(wire: Wire['PolicyDecision'], titles: ReadonlyMap<string, string>): DecisionRow {
  const said = answerOf.safeParse(wire.answer);
  return {
    id: wire.id,
    at: wire.at,
    stage: wire.stage,
    allowed: said.data?.decision === 'allow',
    actor: wire.actor_name ?? wire.actor,
    subject: wire.subject_name ?? wire.subject,
    what: whatWasAsked(wire.question, titles),
    why: said.data?.determining.map(({ text }) => text).join(' ') ?? '',
    ...(wire.delegation && { delegation: wire.delegation }),
  };
}

export async function readDecisions(principal: Principal, wanted: WantedDecisions): Promise<DecisionPage> {
  const { cursor, delegation, person, from, to } = wanted;
  const query = {
    newest_first: 'true' as const,
    limit: 50,
    ...(cursor && { cursor }),
    ...(delegation && { delegation }),
    ...(person && { person }),
    ...(from && { since: new Date(from).toISOString() }),
    ...(to && { until: new Date(Date.parse(to) + DAY_MS).toISOString() }),
  };
  const [titles, page] = await Promise.all([
    readActionTitles(principal),
    answer(principal.api.GET('/v1/policies/decisions', { params: { query } })),
  ]);
  return { items: page.items.map((one) => row(one, titles)), next: page.next_cursor };
}

type Answered = Pick<Wire['PolicyDecisionExplained'], 'decision' | 'decided_by' | 'obligations' | 'required'>;

function saidIn({ decision, decided_by, obligations, required }: Answered, version: string): Said {
  return {
    allowed: decision === 'allow',
    version,
    by: decided_by,
    asks: decision === 'allow' ? obligationWords({ ...obligations, approvals: [] }) : [],
    signatures: required.map(
      ({ needed, from, flow, stage }) =>
        `${plural(needed, 'signature')} from ${from.map(spellGroup).join(' or ')} (flow ${flow}, stage ${stage})`,
    ),
  };
}

export async function findDecision(principal: Principal, id: string): Promise<DecisionView> {
  if (!/^pdc_[0-9a-z]{1,64}$/.test(id)) notFound();
  const [titles, one] = await Promise.all([
    readActionTitles(principal),
    found(principal.api.GET('/v1/policies/decisions/{id}', { params: { path: { id } } })),
  ]);
  const { today, question, asked, policy_version, question_hash: questionHash, ...rest } = one;
  return {
    ...{ id: rest.id, at: rest.at, summary: rest.summary, stage: rest.stage, questionHash },
    actor: rest.actor,
    subject: rest.subject,
    ...(rest.delegation && { delegation: rest.delegation }),
    ...(rest.session && { session: rest.session }),
    said: saidIn(one, policy_version),
    today: { ...saidIn(today, today.policy_version), effect: today.effect, why: today.why },
    facts: questionFacts(question, titles) ?? [{ name: 'Asked', lines: asked }],
    question: JSON.stringify(question, null, 2),
  };
}
