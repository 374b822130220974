import type { components } from '@countersign/client';
import type { EntryPage, EntryView } from '#components/audit/view.ts';
import { answer } from '#lib/broker/answer.ts';
import type { Principal } from '#lib/broker/require-principal.ts';
import { readActionTitles } from './catalog-view.ts';
import { byIn, didIn } from './entry-facts.ts';

type Wire = components['schemas']['LogEntries'];

export interface Wanted {
  cursor?: string | undefined;
  type?: string | undefined;
  outcome?: 'done' | 'refused' | undefined;
  delegation?: `dlg_${string}` | undefined;
  session?: `ses_${string}` | undefined;
}

/** What an address asks of the log; what is no sensible filter is left out. */
export function wantedFrom(given: URLSearchParams): Wanted {
  const text = (name: string) => given.get(name)?.trim() || undefined;
  const [outcome, delegation] = [text('outcome'), text('delegation')];
  return {
    cursor: text('cursor'),
    type: text('type'),
    ...(outcome === 'done' || outcome === 'refused' ? { outcome } : {}),
    ...(delegation !== undefined && isDelegation(delegation) ? { delegation } : {}),
  };
}

export function addressOf<T extends { readonly [Name in keyof T]?: string | undefined }>(
  base: string,
  wanted: T,
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries<string | undefined>(wanted)) if (value) query.set(name, value);
  return query.size === 0 ? base : `${base}?${query}`;
}

export async function readEntries(principal: Principal, wanted: Wanted): Promise<EntryPage> {
  const query = queryOf(wanted);
  const [titles, found] = await Promise.all([
    readActionTitles(principal),
    answer(principal.api.GET('/v1/audit/entries', { params: { query } })),
  ]);
  return page(found, titles);
}

export async function readHistory(
  principal: Principal,
  wanted: Pick<Wanted, 'cursor' | 'session'> = {},
): Promise<EntryPage> {
  const query = queryOf(wanted);
  const [titles, found] = await Promise.all([
    readActionTitles(principal),
    answer(principal.api.GET('/v1/me/history', { params: { query } })),
  ]);
  return page(found, titles);
}

function queryOf({ cursor, type, outcome, delegation, session }: Wanted) {
  return {
    limit: 50,
    ...(cursor && { cursor }),
    ...(type && { type }),
    ...(outcome && { outcome }),
    ...(delegation && { delegation }),
    ...(session && { session }),
  };
}

function page(wire: Wire, titles: ReadonlyMap<string, string>): EntryPage {
  return { items: wire.items.map((entry) => entryView(entry, titles)), next: wire.next_cursor };
}

export function entryView(wire: Wire['items'][number], titles: ReadonlyMap<string, string>): EntryView {
  const { index, id, type, time, code, actor, subject, delegation, session, leaf, detail } = wire;
  return {
    index,
    id,
    type,
    time,
    refused: wire.outcome === 'refused',
    code,
    actor,
    subject,
    delegation,
    session,
    did: didIn(leaf, titles),
    by: byIn(leaf),
    policyVersion: wire.policy_version,
    leaf,
    leafHash: wire.leaf_hash,
    detail,
  };
}

function isDelegation(text: string): text is `dlg_${string}` {
  return /^dlg_[0-9a-z_]{1,64}$/.test(text);
}

export function isSession(text: string): text is `ses_${string}` {
  return /^ses_[0-9a-z_]{1,64}$/.test(text);
}
