'use client';

import { useEffect, useRef, useState } from 'react';
import { type FormAction, fieldError, idle } from '#components/form/form-state.ts';
import { SignDialog } from '#components/signing/sign-dialog.tsx';
import { useSigning } from '#components/signing/use-signing.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { exactTime } from '#components/ui/time-text.ts';
import { ActionChoice } from './action-choice.tsx';
import { plural, spellDuration } from './duration.ts';
import { DurationChoice } from './duration-choice.tsx';
import { instantOf, LaterStart } from './later-start.tsx';
import { TextEntry } from './text-entry.tsx';
import { type DelegationView, longestDuration } from './view.ts';

type Decision = 'approve' | 'deny' | 'ask';

const words: Record<Decision, { title: string; sign: string }> = {
  approve: { title: 'You are about to approve', sign: 'Sign the approval' },
  deny: { title: 'You are about to deny', sign: 'Sign the denial' },
  ask: { title: 'You are about to ask for more', sign: 'Sign the question' },
};

interface Props {
  delegation: DelegationView;
  prepare: FormAction;
  sign: FormAction;
}

/** Approve all of it, approve less, deny, or ask; each with a comment, and signed only after it was read. */
export function ReviewForm({ delegation, prepare, sign }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const notice = useRef<HTMLDivElement>(null);
  const askedS = longestDuration(delegation.effective);
  const actions = unique(delegation.effective.flatMap((detail) => detail.actions));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(actions.map((action) => action.id)));
  const [durationS, setDurationS] = useState(askedS);
  const [localStart, setLocalStart] = useState('');
  const [comment, setComment] = useState('');
  const [decision, setDecision] = useState<Decision>('approve');
  const signing = useSigning({ prepare, sign }, () => setComment(''));
  const { prepared, refused } = signing;
  const narrower = chosen.size < actions.length || durationS < askedS;
  const startAt = instantOf(localStart);
  const refusal = refused ?? idle;

  useEffect(() => {
    if (refused !== undefined) notice.current?.focus();
  }, [refused]);

  const start = (next: Decision) => {
    if (form.current === null) return;
    const input = new FormData(form.current);
    input.set('decision', next);
    setDecision(next);
    signing.ask(input);
  };

  return (
    <Card title="Your decision" description="Take out what you would not sign for; it can only become less.">
      <form ref={form} onSubmit={(event) => event.preventDefault()} className="grid gap-6">
        <input type="hidden" name="id" value={delegation.id} />
        <div ref={notice} tabIndex={-1} className="outline-none empty:hidden">
          {refused !== undefined && prepared === undefined && <Alert tone="danger" title={refused.message} />}
        </div>
        <ActionChoice legend="Actions" actions={actions} chosen={chosen} onChange={setChosen} brief />
        <DurationChoice longestS={askedS} value={durationS} onChange={setDurationS} />
        <LaterStart value={localStart} onChange={setLocalStart} error={fieldError(refusal, 'not_before')} />
        <TextEntry
          label="Comment"
          name="comment"
          value={comment}
          onChange={setComment}
          maxLength={1000}
          rows={3}
          hint="Signed with your decision. The agent and auditors read it."
          error={fieldError(refusal, 'comment')}
        />
        <div className="flex flex-wrap gap-2">
          <Button
            onClick={() => start('approve')}
            pending={signing.preparing && decision === 'approve'}
            disabled={signing.preparing || chosen.size === 0}
          >
            {narrower || startAt !== '' ? 'Approve less' : 'Approve'}
          </Button>
          <Button
            look="danger"
            onClick={() => start('deny')}
            pending={signing.preparing && decision === 'deny'}
            disabled={signing.preparing}
          >
            Deny
          </Button>
          <Button
            look="secondary"
            onClick={() => start('ask')}
            pending={signing.preparing && decision === 'ask'}
            disabled={signing.preparing}
          >
            Ask for more
          </Button>
        </div>
        {chosen.size === 0 && (
          <p className="text-sm text-muted">With no action left there is nothing to approve.</p>
        )}
      </form>
      {prepared !== undefined && (
        <SignDialog
          prepared={prepared}
          title={words[decision].title}
          description={summary(delegation, decision, chosen.size, durationS, startAt)}
          sign={words[decision].sign}
          danger={decision === 'deny'}
          signing={signing.signing}
          refused={refused}
          onConfirm={signing.confirm}
          onCancel={signing.cancel}
        />
      )}
    </Card>
  );
}

function summary(
  delegation: DelegationView,
  decision: Decision,
  count: number,
  durationS: number,
  startAt: string,
): string {
  const { actor, subject, purpose } = delegation;
  if (decision === 'deny') return `${actor.name} gets no access to the account of ${subject.name}.`;
  if (decision === 'ask') return `${actor.name} is asked for more; the request stays open.`;
  const what = `${plural(count, 'action')} for ${spellDuration(durationS)}`;
  const from = startAt === '' ? '' : `, not before ${exactTime(new Date(startAt))}`;
  return `${actor.name} may act for ${subject.name} (${purpose.title}): ${what}${from}.`;
}

function unique<T extends { id: string }>(items: T[]): T[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}
