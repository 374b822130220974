import { readdirSync, readFileSync } from 'node:fs';
import { activateVersion } from '#broker/governance/activate-version.ts';
import type { Proposal } from '#broker/governance/proposal.ts';
import { proposeVersion } from '#broker/governance/propose-version.ts';
import { rejectProposal } from '#broker/governance/reject-proposal.ts';
import { buildActivation } from '#broker/governance/sign-activation.ts';
import type { Principal } from '#broker/identity/principal.ts';
import type { Signed } from '#broker/signing/statement.ts';
import type { House } from './house.ts';
import { unlimited } from './limits.ts';

const folder = Object.fromEntries(
  readdirSync('policies', { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(cedar|cedarschema|json)$/.test(path))
    .map((path) => [path, readFileSync(`policies/${path}`, 'utf8')]),
);
// As in the houses of the tests, so that a draft changes nothing but what it is made for.
folder['limits.json'] = unlimited({}).files['limits.json'] ?? '';

/** The demo's policy folder with its tests, and these files in their places; null takes one away. */
export function draft(changes: Record<string, string | null> = {}): Record<string, string> {
  const files = Object.entries({ ...folder, ...changes });
  return Object.fromEntries(files.flatMap(([path, text]) => (text === null ? [] : [[path, text]])));
}

/** A draft under which nothing changes for anybody, another one for each `n`. */
export function harmless(n: number): Record<string, string> {
  const levels = JSON.parse(folder['assurance.json'] ?? '[]') as string[];
  return draft({ 'assurance.json': JSON.stringify([...levels, `urn:test:level-${n}`]) });
}

/** A draft under which support may not look at anything any more. */
export function withoutReading(n = 0): Record<string, string> {
  const forbids = `@id("closed-${n}")
@reason("Reading is closed while we look into a fault.")
forbid (principal, action in Action::"support.read", resource is Account);`;
  const files = Object.entries(draft({ 'closed.cedar': forbids }));
  return Object.fromEntries(files.filter(([path]) => !path.startsWith('tests/')));
}

type InHouse = Pick<House, 'context' | 'who' | 'signsWithPasskey'>;

export const proposes = (
  house: InHouse,
  login: string,
  files: Record<string, string>,
  reason = 'As we agreed on Monday.',
): Promise<Proposal> =>
  proposeVersion(house.context, { principal: house.who('admin', login), draft: { files }, reason });

export async function signs(
  house: InHouse,
  principal: Principal,
  id: string,
  decision: 'activate' | 'reject' = 'activate',
  comment = 'Looked at it.',
): Promise<Signed> {
  const built = await buildActivation(house.context, { principal, id, decision, comment });
  return house.signsWithPasskey(principal, built);
}

export async function activates(
  house: InHouse,
  login: string,
  { id }: Pick<Proposal, 'id'>,
  decision: 'activate' | 'reject' = 'activate',
  comment = 'Looked at it.',
): Promise<Proposal> {
  const principal = house.who('admin', login);
  const signed = await signs(house, principal, id, decision, comment);
  const decide = decision === 'activate' ? activateVersion : rejectProposal;
  return decide(house.context, { principal, id, comment, signed });
}
