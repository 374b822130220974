import { createRoute, z } from '@hono/zod-openapi';
import { inArray } from 'drizzle-orm';
import { type FoundEntry, searchEntries } from '../audit/search-entries.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { selectPeople } from '../identity/store.ts';
import { people } from '../identity/tables.ts';
import type { Api } from './environment.ts';
import { json, operation, refusals } from './route.ts';
import { id, instant, list, page, reference } from './schemas.ts';
import { entriesVisibleTo } from './visible-entries.ts';

export const entry = z
  .object({
    index: z.int(),
    id: z.string(),
    type: z.string(),
    time: instant,
    outcome: z.enum(['done', 'refused']),
    code: z.string().optional(),
    actor: reference.optional(),
    subject: reference.optional(),
    delegation: z.string().optional(),
    session: z.string().optional(),
    target: reference.optional(),
    policy_version: z.string().optional(),
    leaf: z.string().openapi({ description: 'The bytes the log commits to (RFC 8785).' }),
    leaf_hash: z.string(),
    detail: z
      .record(z.string(), z.unknown())
      .optional()
      .openapi({ description: 'Names and texts, bound to the leaf by a salted hash; absent once erased.' }),
    salt: z.string().optional(),
  })
  .openapi('LogEntry');

export const entries = list(entry).openapi('LogEntries');

export const entryQuery = z.strictObject({
  ...page,
  type: z.string().max(64).optional(),
  outcome: z.enum(['done', 'refused']).optional(),
  delegation: id('dlg').optional(),
  session: id('ses').optional(),
  person: id('agt', 'adm', 'cus', 'svc').optional().openapi({ description: 'Acted, or was acted for.' }),
  from: instant.optional(),
  to: instant.optional(),
});

export const listEntries = createRoute({
  method: 'get',
  path: '/v1/audit/entries',
  tags: ['audit'],
  summary: 'The log, newest first; a customer gets own entries',
  ...operation('listEntries', { admin: ['audit.read'], customer: ['history.read'] }),
  request: { query: entryQuery },
  responses: { 200: json(entries, 'A page.'), ...refusals() },
});

function cursorOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new Refusal('invalid_request', 'The cursor is not one of ours.', { status: 400 });
}

async function namesOf(context: Context, found: readonly FoundEntry[]): Promise<Map<string, string>> {
  const ids = found.flatMap(({ actor, subject, target }) => [actor, subject, target]);
  const wanted = [...new Set(ids.filter((one) => one !== null && /^(agt|adm|cus)_/.test(one)))];
  if (wanted.length === 0) return new Map();
  const known = await selectPeople(context.reader, inArray(people.id, wanted as string[]));
  return new Map(known.map(({ id: of, name }) => [of, name]));
}

/** Whoever writes the reason is told that the customer reads it. */
const WRITTEN_FOR_CUSTOMERS = new Set(['session.raised', 'session.revealed']);

/**
 * Texts in the detail were written for colleagues: customers get the leaf, and what they did themselves in full. Of a
 * refusal the detail says why, which nobody outside may learn: it would tell who is privileged or under legal hold.
 */
const seesDetail = ({ domain, id: own }: Principal, found: FoundEntry): boolean =>
  domain === 'admin' ||
  (found.outcome === 'done' && (found.actor === own || WRITTEN_FOR_CUSTOMERS.has(found.type)));

function entryView(found: FoundEntry, principal: Principal, names: Map<string, string>) {
  const referred = (to: string) => {
    const name = names.get(to);
    return name === undefined ? { id: to } : { id: to, name };
  };
  const { policy_version: version } = JSON.parse(found.leaf) as { policy_version?: string };
  const { actor, subject, target, delegation, session, code, detail, salt } = found;
  return {
    index: found.index,
    id: found.id,
    type: found.type,
    time: found.time.toISOString(),
    outcome: found.outcome,
    ...(code === null ? {} : { code }),
    ...(actor === null ? {} : { actor: referred(actor) }),
    ...(subject === null ? {} : { subject: referred(subject) }),
    ...(target === null ? {} : { target: referred(target) }),
    ...(delegation === null ? {} : { delegation }),
    ...(session === null ? {} : { session }),
    ...(version === undefined ? {} : { policy_version: version }),
    leaf: found.leaf,
    leaf_hash: found.leafHash,
    ...(detail !== null && salt !== null && seesDetail(principal, found) ? { detail, salt } : {}),
  };
}

export async function pageOfEntries(
  context: Context,
  principal: Principal,
  { cursor, limit, from, to, ...query }: z.output<typeof entryQuery>,
) {
  const found = await searchEntries(context.reader, {
    ...query,
    visible: entriesVisibleTo(principal),
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
    before: cursorOf(cursor),
    limit: limit + 1,
  });
  const items = found.slice(0, limit);
  const names = await namesOf(context, items);
  const last = items.at(-1);
  return {
    items: items.map((one) => entryView(one, principal, names)),
    next_cursor: found.length > limit && last ? String(last.index) : null,
  };
}

export function auditCalls(api: Api): void {
  api.openapi(listEntries, async (c) =>
    c.json(await pageOfEntries(c.get('context'), c.get('principal'), c.req.valid('query')), 200),
  );
}
