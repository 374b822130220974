import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import type { Alert, AlertState } from './alert.ts';
import { pageOfAlerts } from './store.ts';

export async function listAlerts(
  context: Context,
  input: { principal: Principal; status?: AlertState['status']; cursor?: string; limit: number },
): Promise<{ items: Alert[]; nextCursor: string | null }> {
  if (input.principal.domain !== 'admin')
    throw new Refusal('wrong_domain', 'Alerts are for admins.', { status: 403 });
  const { status, cursor, limit } = input;
  const found = await pageOfAlerts(context.reader, { status, before: cursor, limit: limit + 1 });
  const items = found.slice(0, limit);
  return { items, nextCursor: found.length > limit ? (items.at(-1)?.id ?? null) : null };
}
