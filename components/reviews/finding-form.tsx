'use client';

import { useRef, useState } from 'react';
import { Choices } from '#components/delegation/choices.tsx';
import { TextEntry } from '#components/delegation/text-entry.tsx';
import { type FormAction, fieldError } from '#components/form/form-state.ts';
import { SignDialog } from '#components/signing/sign-dialog.tsx';
import { useSigning } from '#components/signing/use-signing.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Choice } from '#components/ui/choice.tsx';
import type { FindingView, ReviewView } from './view.ts';

const choices: { value: FindingView['decision']; label: string; hint: string }[] = [
  { value: 'justified', label: 'Justified', hint: 'It was an emergency, and no more was read than it took.' },
  {
    value: 'unjustified',
    label: 'Not justified',
    hint: 'The ordinary way would have done, or too much was read.',
  },
  { value: 'abuse', label: 'Abuse', hint: 'The emergency was a pretext.' },
];

/** What this reviewer found; signed only after it was read. */
export function FindingForm({
  review,
  prepare,
  sign,
}: {
  review: ReviewView;
  prepare: FormAction;
  sign: FormAction;
}) {
  const form = useRef<HTMLFormElement>(null);
  const [decision, setDecision] = useState<FindingView['decision']>();
  const [comment, setComment] = useState('');
  const signing = useSigning({ prepare, sign }, () => setComment(''));
  const { prepared, refused } = signing;
  return (
    <Card title="Your finding" description="You took no part in this. Say what you found.">
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          signing.ask(new FormData(event.currentTarget));
        }}
        className="grid gap-6"
      >
        <input type="hidden" name="id" value={review.id} />
        {refused !== undefined && prepared === undefined && <Alert tone="danger" title={refused.message} />}
        <Choices legend="Finding" error={refused && fieldError(refused, 'decision')}>
          {choices.map(({ value, label, hint }) => (
            <Choice
              key={value}
              type="radio"
              name="decision"
              value={value}
              checked={decision === value}
              onChange={() => setDecision(value)}
              label={label}
              hint={hint}
            />
          ))}
        </Choices>
        <TextEntry
          label="Comment"
          name="comment"
          value={comment}
          onChange={setComment}
          maxLength={1000}
          rows={4}
          hint="Signed with your finding; it stays in the log."
          error={refused && fieldError(refused, 'comment')}
        />
        <div>
          <Button type="submit" pending={signing.preparing}>
            Read and sign
          </Button>
        </div>
      </form>
      {prepared !== undefined && (
        <SignDialog
          prepared={prepared}
          title="You are about to sign your finding"
          description={`About the emergency of ${review.delegation.actor.name} in the account of ${review.delegation.subject.name}.`}
          sign="Sign the finding"
          signing={signing.signing}
          refused={refused}
          onConfirm={signing.confirm}
          onCancel={signing.cancel}
        />
      )}
    </Card>
  );
}
