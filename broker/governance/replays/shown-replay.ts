import { hashOf } from '../../audit/event.ts';
import type { Context } from '../../context.ts';
import { Refusal } from '../../errors.ts';
import type { ShownReplay } from '../../signing/statement.ts';
import { pageOfReplays } from './store.ts';

/** What whoever signs about a proposal is shown of its consequences: the newest replay's result, when there is one. */
export async function shownReplay({ reader }: Context, proposal: string): Promise<ShownReplay> {
  const [newest] = await pageOfReplays(reader, { proposal, limit: 1 });
  return newest?.state.status === 'done'
    ? { id: newest.id, hash: hashOf(newest.state.result) }
    : { id: 'none' };
}

/** `told` is what stands on the signer's page, or in the statement that they signed. */
export function refuseOtherReplay({ id }: ShownReplay, told: string | undefined): void {
  if (told === undefined || told === id) return;
  throw new Refusal(
    'replay_moved',
    'The replay of this proposal is another one than you were shown. Read it, and sign then.',
  );
}
