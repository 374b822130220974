import { allScopes, holdersOf } from '#broker/oauth/scopes.ts';

interface Call {
  readonly call: string;
  readonly access: Readonly<Record<string, readonly string[]>>;
}

/** What is no call of the JSON API and asks for a scope all the same. */
const BESIDES: Readonly<Record<string, readonly string[]>> = {
  'delegation.run': ['`POST /token`, the exchange of a grant token, and of a delegated one by a backend'],
  global_revoke: ['`POST /global-token-revocation`'],
  introspect: ['`POST /introspect`, for tokens of its own resource'],
};
const BEGIN = '<!-- scopes: made by `npm run openapi` -->';
const END = '<!-- scopes: end -->';

function callsOf(document: Record<string, unknown>): Call[] {
  const paths = document.paths as Record<string, Record<string, { 'x-access'?: Call['access'] }>>;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { 'x-access': access }]) =>
      access === undefined ? [] : [{ call: `\`${method.toUpperCase()} ${path}\``, access }],
    ),
  );
}

const domainsOf = (holders: readonly string[]) => holders.map((holder) => holder.split(' ')[0] ?? holder);

function opened(scope: string, calls: readonly Call[]): string[] {
  const holding = domainsOf(holdersOf(scope));
  const found = calls.flatMap(({ call, access }) => {
    const domains = Object.keys(access).filter((domain) => access[domain]?.includes(scope));
    if (domains.length === 0) return [];
    return [holding.every((domain) => domains.includes(domain)) ? call : `${call} (${domains.join(', ')})`];
  });
  return [...found, ...(BESIDES[scope] ?? [])];
}

/** Rows of calls for which the domain itself suffices, one row for each set of domains. */
function withoutScope(calls: readonly Call[]): string[][] {
  const byDomains = new Map<string, string[]>();
  for (const { call, access } of calls) {
    const domains = Object.keys(access).filter((domain) => access[domain]?.length === 0);
    if (domains.length > 0)
      byDomains.set(domains.join(', '), [...(byDomains.get(domains.join(', ')) ?? []), call]);
  }
  return [...byDomains].map(([domains, those]) => ['none', domains, those.join(', ')]);
}

/** Columns of one width, as the formatter wants them. */
function markdown([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((cells) => cells[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  const rule = widths.map((width) => '-'.repeat(width));
  return [head, rule, ...rows].map(line).join('\n');
}

/** Which scope opens what, as the routes and the broker's own rules have it. */
export function scopeTable(document: Record<string, unknown>): string {
  const calls = callsOf(document);
  const rows = [...allScopes].sort().map((scope) => {
    const opens = opened(scope, calls);
    return [`\`${scope}\``, holdersOf(scope).join(', '), opens.length > 0 ? opens.join(', ') : 'nothing yet'];
  });
  return markdown([['Scope', 'Held by', 'Opens'], ...rows, ...withoutScope(calls)]);
}

/** The page with its table made anew. */
export function withScopeTable(page: string, document: Record<string, unknown>): string {
  const [before, rest] = page.split(BEGIN);
  const [, after] = (rest ?? '').split(END);
  if (before === undefined || after === undefined) throw new Error(`The page has no place marked ${BEGIN}.`);
  return `${before}${BEGIN}\n\n${scopeTable(document)}\n\n${END}${after}`;
}
