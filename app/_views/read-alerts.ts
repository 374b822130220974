import type { components } from '@countersign/client';
import type { Attention } from '#components/alerts/open-alerts.tsx';
import type { AlertPage, AlertView } from '#components/alerts/view.ts';
import { answer } from '#lib/broker/answer.ts';
import type { Principal } from '#lib/broker/require-principal.ts';
import { readReviews } from './read-reviews.ts';

function alertView(wire: components['schemas']['Alert']): AlertView {
  const { raised_at: raisedAt, resolved_at: resolvedAt, ...rest } = wire;
  return { ...rest, raisedAt, resolvedAt };
}

export const seesAlerts = ({ scopes }: Pick<Principal, 'scopes'>): boolean =>
  scopes.includes('alert.manage') || scopes.includes('audit.read');

export const seesReviews = ({ scopes }: Pick<Principal, 'scopes'>): boolean =>
  ['review.sign', 'review.manage', 'audit.read'].some((scope) => scopes.includes(scope));

export async function readAlerts(
  principal: Principal,
  which: { status?: AlertView['status']; cursor?: string | undefined; limit?: number } = {},
): Promise<AlertPage> {
  const { status, cursor, limit = 50 } = which;
  const query = { limit, ...(status && { status }), ...(cursor && { cursor }) };
  const page = await answer(principal.api.GET('/v1/alerts', { params: { query } }));
  return { items: page.items.map(alertView), next: page.next_cursor };
}

/** What the overview begins with, as far as this person may see it. */
export async function readAttention(principal: Principal): Promise<Attention> {
  const [alerts, overdue] = await Promise.all([
    seesAlerts(principal) ? readAlerts(principal, { status: 'open', limit: 10 }) : { items: [], next: null },
    seesReviews(principal) ? readReviews(principal, { status: 'overdue' }) : { items: [], next: null },
  ]);
  return { alerts, overdue: overdue.items };
}
