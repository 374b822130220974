import { world } from '../demo.ts';

/** Stands in everything that is sent; what comes back must not have it. */
export const MARKER = 'zQ7mArKeRzQ7';

const NAMES = world.directory.people.flatMap(({ name, email }) => [name, ...(email ? [email] : [])]);
const PATTERNS: readonly [what: string, pattern: RegExp][] = [
  ['what was sent', new RegExp(MARKER, 'i')],
  ['a line of a stack', /\bat [^"]{0,200}:\d+:\d+/],
  ['a file', /node_modules|file:\/\/|\b[\w-]+\.(ts|js|mjs|sql|cedar)\b/],
  ['a folder', /(^|[\s"'(=])\/(home|tmp|usr|srv|root|var|opt|etc)\//],
  ['a statement of SQL', /\b(select|insert into|delete from)\b.*\b(from|values|where)\b/i],
  ['a JWT', /eyJ[A-Za-z0-9_-]{8,}/],
  ['a key, a hash or a token', /(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43,}/],
  ['a PEM block', /-----BEGIN/],
];
const IDS = /\b(agt|adm|cus|svc|dlg|ses|sgn|tok)_[0-9a-z_]+/g;
const DESCRIPTION = /error_description"?[=:] ?"((?:[^"\\]|\\.)*)"/g;
const DESCRIBABLE = /^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/;

export interface Told {
  status: number;
  text: string;
  body: Record<string, unknown>;
}

/** What an answer says that it must not: nothing, one hopes. `own`: ids that the caller has sent or is. */
export async function leaksOf(answer: Response, own: readonly string[]): Promise<[Told, string[]]> {
  const text = await answer.text();
  const headers = [...answer.headers].filter(([name]) => !['dpop-nonce', 'x-request-id'].includes(name));
  const all = [text, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\n');
  const found = PATTERNS.flatMap(([what, pattern]) =>
    pattern.test(all) ? [`${what}: ${all.match(pattern)?.[0]}`] : [],
  );
  const named = NAMES.filter((name) => all.includes(name)).map((name) => `somebody: ${name}`);
  const ids = (all.match(IDS) ?? []).filter((id) => !own.includes(id)).map((id) => `an id: ${id}`);
  const unfit = [...all.matchAll(DESCRIPTION)]
    .filter(([, description = '']) => !DESCRIBABLE.test(description))
    .map(([, description]) => `a description: ${description}`);
  const isJson = /json/.test(answer.headers.get('content-type') ?? '');
  return [
    { status: answer.status, text, body: isJson && text !== '' ? JSON.parse(text) : {} },
    [...found, ...named, ...ids, ...unfit],
  ];
}
