'use client';

import { useState } from 'react';
import { type FormAction, fieldError } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Time } from '#components/ui/time.tsx';
import { TextEntry } from './text-entry.tsx';
import { fields, useAction } from './use-action.ts';
import { type DelegationView, openQuestions } from './view.ts';

interface Props {
  delegation: DelegationView;
  answer: FormAction;
}

/** What approvers want to know, one question after the other; the request waits for its agent meanwhile. */
export function QuestionCard({ delegation, answer }: Props) {
  const [question] = openQuestions(delegation);
  const [text, setText] = useState('');
  const { pending, refused, run } = useAction(answer, () => setText(''));
  if (question === undefined) return null;
  const error = refused && fieldError(refused, 'text');
  return (
    <Card title="You are asked for more" description="The request waits for you, and its time keeps running.">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          run(fields({ id: delegation.id, question: question.id, text }));
        }}
        className="grid gap-4"
      >
        <figure className="grid gap-1.5">
          <figcaption className="text-sm text-muted">
            {question.by.name} asks <Time value={question.at} />:
          </figcaption>
          <blockquote className="border-l-4 border-accent-line pl-4 whitespace-pre-wrap text-ink break-words">
            {question.comment ?? 'More information is wanted.'}
          </blockquote>
        </figure>
        {refused !== undefined && error === undefined && <Alert tone="danger" title={refused.message} />}
        <TextEntry
          label="Your answer"
          name="text"
          value={text}
          onChange={setText}
          maxLength={1000}
          rows={3}
          hint="Approvers read it, and it stays with the request. It is given once."
          error={error}
        />
        <div>
          <Button type="submit" pending={pending}>
            Send the answer
          </Button>
        </div>
      </form>
    </Card>
  );
}
