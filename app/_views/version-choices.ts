import type { VersionChoice } from '#components/policy/trial.ts';
import { answer } from '#lib/broker/answer.ts';
import type { Principal } from '#lib/broker/require-principal.ts';

const LONGEST = 60;

const short = (text: string): string =>
  [...text].length > LONGEST ? `${[...text].slice(0, LONGEST).join('')}…` : text;

/** What can be tried out besides the version in force: what somebody has proposed. */
export async function readVersionChoices({ api }: Principal): Promise<VersionChoice[]> {
  const query = { status: 'open' as const, limit: 50 };
  const { items } = await answer(api.GET('/v1/policies/proposals', { params: { query } }));
  return items.map(({ version, proposed_by, reason }) => ({
    version,
    label: `Proposed by ${proposed_by.name}: ${short(reason)}`,
  }));
}
