import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { ToConfirm } from '../signing/confirmation/mail-code.ts';
import type { Delegation } from './delegation.ts';
import { describeDelegations } from './describe.ts';
import { type DelegationSession, intersect } from './details.ts';

/** As it stands between quotation marks: it neither ends them, nor begins a line of its own, nor becomes a link. */
const quotable = (text: string): string =>
  text
    .replaceAll(/["“”„‟«»＂]/g, "'")
    .replaceAll('://', ': //')
    .replaceAll(/\bwww\./gi, 'www . ')
    .replaceAll(/\s+/g, ' ')
    .trim();

function whatAndHowLong(context: Context, { actions, identifier, max_duration }: DelegationSession): string {
  const known = context.policy.bundle.catalog.backends.flatMap((backend) => backend.actions);
  const titles = actions.map((id) => `- ${known.find((one) => one.id === id)?.title ?? id} (${id})`);
  return [
    `On ${identifier}, for ${Math.ceil(max_duration / 60)} minutes at most from the moment they come in:`,
    ...titles,
  ].join('\n');
}

/** What a customer's consent would allow, told where the console has no say in what is shown. */
export async function toConfirm(
  context: Context,
  delegation: Delegation,
  narrowed: DelegationSession[] | undefined,
): Promise<ToConfirm> {
  const { actor, effective, justification, requested, id } = delegation;
  const [described] = await describeDelegations(context, [delegation]);
  if (!described) throw new Error(`${id} has no description.`);
  if (!described.approvals.complete)
    throw new Refusal(
      'approvals_open',
      'The approvals are not complete yet; your consent is asked for after them.',
    );
  const name = described.name(actor.id);
  const allowed = narrowed ? intersect(effective, narrowed) : effective;
  const ticket = requested[0]?.purpose.ref ?? '';
  return {
    about: id,
    subject: `Your code to let ${name} act in your account`,
    lines: [
      `${name} (${actor.id}) asks to act in your account. With the code below you allow this, and nothing else:`,
      ...allowed.map((detail) => whatAndHowLong(context, detail)),
      `It is about “${described.purposeTitle}”, ticket ${ticket}. The reason that ${name} gives: “${quotable(justification)}”`,
    ],
  };
}
