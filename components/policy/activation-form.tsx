'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { TextEntry } from '#components/delegation/text-entry.tsx';
import { type FormAction, fieldError, idle } from '#components/form/form-state.ts';
import { SignDialog } from '#components/signing/sign-dialog.tsx';
import { useSigning } from '#components/signing/use-signing.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { outcome, type ReplayView } from './replay.ts';
import type { ReplayProps } from './replay-card.tsx';
import { useReplay } from './use-replay.ts';
import { type ProposalView, shortVersion } from './view.ts';

type Decision = 'activate' | 'reject';

interface Props {
  proposal: ProposalView;
  replay: ReplayProps;
  prepare: FormAction;
  sign: FormAction;
}

/** The second signature: it takes effect for every live session at once. */
export function ActivationForm({ proposal, replay, prepare, sign }: Props) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [comment, setComment] = useState('');
  const [decision, setDecision] = useState<Decision>('activate');
  const { replay: newest } = useReplay(replay.url, replay.drawn);
  const signing = useSigning({ prepare, sign }, () => router.refresh());
  const { prepared, refused } = signing;

  const start = (next: Decision) => {
    if (form.current === null) return;
    const input = new FormData(form.current);
    input.set('decision', next);
    setDecision(next);
    signing.ask(input);
  };
  const activates = decision === 'activate';

  return (
    <Card
      title="Your decision"
      description="You are the second person. Activating judges every live session again, now."
    >
      <form ref={form} onSubmit={(event) => event.preventDefault()} className="grid gap-5">
        <input type="hidden" name="id" value={proposal.id} />
        <input type="hidden" name="replay" value={newest?.state.status === 'done' ? newest.id : 'none'} />
        {refused !== undefined && prepared === undefined && <Alert tone="danger" title={refused.message} />}
        <TextEntry
          label="Comment"
          name="comment"
          value={comment}
          onChange={setComment}
          maxLength={1000}
          rows={3}
          hint="Signed with your decision, and kept with the version."
          error={fieldError(refused ?? idle, 'comment')}
        />
        <Known state={newest?.state} />
        <div className="flex flex-wrap gap-2">
          <Button
            onClick={() => start('activate')}
            pending={signing.preparing && activates}
            disabled={signing.preparing || proposal.moved}
          >
            Activate
          </Button>
          <Button
            look="danger"
            onClick={() => start('reject')}
            pending={signing.preparing && !activates}
            disabled={signing.preparing}
          >
            Reject
          </Button>
        </div>
      </form>
      {prepared !== undefined && (
        <SignDialog
          prepared={prepared}
          title={activates ? 'You are about to activate a policy' : 'You are about to reject a policy'}
          description={
            activates
              ? `Version ${shortVersion(proposal.version)} decides from now on, for everybody. Sessions that it does not allow end.`
              : `Version ${shortVersion(proposal.version)} does not come into force.`
          }
          sign={activates ? 'Sign the activation' : 'Sign the rejection'}
          danger={!activates}
          signing={signing.signing}
          refused={refused}
          onConfirm={signing.confirm}
          onCancel={signing.cancel}
        />
      )}
    </Card>
  );
}

/** What is known of the consequences, said once more where it is signed. */
function Known({ state }: { state: ReplayView['state'] | undefined }) {
  const said =
    state?.status === 'done'
      ? `Its replay says: ${outcome(state.result)}`
      : state?.status === 'running'
        ? 'Its replay still runs. Wait for it, if you want to know what you sign.'
        : 'No replay tells what it would end. You can run one above.';
  return <p className={state?.status === 'done' ? 'text-sm text-ink' : 'text-sm text-warning-ink'}>{said}</p>;
}
