import type { CatalogAction, PolicyBundle, RiskDefaults } from './bundle-shape.ts';
import { noObligations } from './obligations.ts';
import type { Obligations } from './verdict.ts';

type Asks = RiskDefaults[string]['always'];

export function obligationsFrom(asks: NonNullable<Asks>): Obligations {
  const { approvals = [], notify = [], obligation = [], max_duration_s, step_up, budget, consent } = asks;
  return {
    ...noObligations,
    approvals,
    notify,
    other: obligation,
    consent: consent === 'required',
    ...(max_duration_s === undefined ? {} : { maxDurationSeconds: max_duration_s }),
    ...(step_up === undefined ? {} : { stepUp: step_up }),
    ...(budget === undefined ? {} : { budget }),
  };
}

/**
 * What is asked for an action of this risk on a customer with these marks, whichever policy permits it. An emergency has
 * its own signatures and waits for no others and no consent; limits hold there too.
 */
export function defaultObligations(
  { risks }: Pick<PolicyBundle, 'risks'>,
  risk: CatalogAction['risk'],
  marks: readonly string[],
  emergency: boolean,
): Obligations[] {
  const tier = Object.hasOwn(risks, risk) ? risks[risk] : undefined;
  if (!tier) return [];
  const marked = marks.flatMap((mark) => {
    const asks = tier.marks && Object.hasOwn(tier.marks, mark) ? tier.marks[mark] : undefined;
    return asks ? [asks] : [];
  });
  return [...(tier.always ? [tier.always] : []), ...marked].map((asks) => {
    const { stepUp, ...limits } = obligationsFrom(asks);
    if (emergency) return { ...limits, approvals: [], consent: false };
    return stepUp === undefined ? limits : { ...limits, stepUp };
  });
}

/** Each tier, and each mark of it, by the name it has in problems and differences. */
export function namedDefaults({ risks }: Pick<PolicyBundle, 'risks'>): Map<string, Obligations> {
  const named = new Map<string, Obligations>();
  for (const [risk, { always, marks = {} }] of Object.entries(risks)) {
    if (always) named.set(`risk ${risk}`, obligationsFrom(always));
    for (const [mark, asks] of Object.entries(marks))
      named.set(`risk ${risk}, mark ${mark}`, obligationsFrom(asks));
  }
  return named;
}
