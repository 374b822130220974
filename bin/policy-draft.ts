import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { examineDraft, partsOfDraft } from '#broker/policy/examine-draft.ts';
import { postAsService, Refused, serviceUsage } from './as-service.ts';
import { brokerService, type serviceOptions } from './service-client.ts';

export const draftUsage = `countersign policy pack --dir draft [--domains domains.json] [--out draft.json] [--json]
  pack      the folder with its tests as one file, which a policy owner proposes in the console
countersign policy propose --dir draft --reason TEXT [--domains domains.json] ${serviceUsage} [--json]
  propose   files it as a service with the scope policy.propose, in the name of the policy owner who answers for the
            service. Nothing becomes active: another policy owner signs that, in the console and in person.`;

interface Wishes extends Partial<Record<keyof typeof serviceOptions, string | undefined>> {
  readonly folder: string;
  readonly domains?: string | undefined;
  readonly out?: string | undefined;
  readonly reason?: string | undefined;
  readonly json?: boolean | undefined;
}

type Print = (line: string) => void;

/** Everything in the folder that a version or its tests are made of. Trusted issuers only where a file of them is named. */
function readFolder({ folder, domains }: Wishes): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.(cedar|cedarschema|json)$/.test(path) && path !== 'domains.json')
    .sort();
  const files = Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
  return domains === undefined ? files : { ...files, 'domains.json': readFileSync(domains, 'utf8') };
}

/** The files, or why they cannot be read. */
function readable(wishes: Wishes): Record<string, string> | string {
  try {
    return readFolder(wishes);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return error.message;
    throw error;
  }
}

/** What the broker would refuse anyway, but for what only the broker knows: its people and its trusted issuers. */
function problemsOf(files: Record<string, string>): string[] {
  const { version, tests, problems } = partsOfDraft(files);
  const whole = { ...version, 'domains.json': version['domains.json'] ?? '{}' };
  return [...problems, ...examineDraft(whole, tests).problems].map(({ where, what }) => `${where}: ${what}`);
}

function tell(print: Print, verb: string, wishes: Wishes, failures: readonly string[]): number {
  if (wishes.json) print(JSON.stringify({ verb, ok: false, failures }));
  else for (const failure of failures) print(`failed   ${failure}`);
  return 1;
}

/** 0: written, 1: it could not become a version. The file names itself by a hash over what is in it. */
export function pack(wishes: Wishes, print: Print): number {
  const files = readable(wishes);
  const failures = typeof files === 'string' ? [files] : problemsOf(files);
  if (typeof files === 'string' || failures.length > 0) return tell(print, 'pack', wishes, failures);
  const hash = createHash('sha256')
    .update(canonicalize(files) ?? '')
    .digest('base64url');
  const packed = JSON.stringify({ countersign_policy_draft: 1, hash, files });
  if (wishes.out === undefined) {
    print(packed);
    return 0;
  }
  writeFileSync(wishes.out, `${packed}\n`);
  const count = Object.keys(files).length;
  if (wishes.json) print(JSON.stringify({ verb: 'pack', ok: true, hash, files: count, out: wishes.out }));
  else print(`${wishes.out}: ${count} files, ${hash}`);
  return 0;
}

const filed = z.object({
  id: z.string(),
  version: z.string(),
  changes: z.array(z.object({ where: z.string(), what: z.string(), widens: z.boolean() })),
});
const refusal = z.object({ problems: z.array(z.object({ where: z.string(), what: z.string() })) });

/** 0: proposed, 1: refused or not reached, 2: not everything was given. */
export async function propose(wishes: Wishes, print: Print): Promise<number> {
  const service = brokerService(wishes);
  if (wishes.reason === undefined || 'missing' in service) {
    print('missing' in service ? service.missing : 'Say why, with --reason.');
    return 2;
  }
  const files = readable(wishes);
  if (typeof files === 'string') return tell(print, 'propose', wishes, [files]);
  const body = { files, reason: wishes.reason };
  const call = { scope: 'policy.propose', path: '/v1/policies/proposals', body };
  try {
    const { id, version, changes } = filed.parse(await postAsService(service, call));
    if (wishes.json) print(JSON.stringify({ verb: 'propose', ok: true, id, version, changes }));
    else {
      for (const { where, what, widens } of changes)
        print(`${widens ? 'wider   ' : '        '} ${where}: ${what}`);
      print(`Proposed as ${id}: version ${version}. Another policy owner activates it in the console.`);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const told = refusal.safeParse(error.answer).data?.problems ?? [];
    return tell(print, 'propose', wishes, [
      error.message,
      ...told.map(({ where, what }) => `${where}: ${what}`),
    ]);
  }
}
