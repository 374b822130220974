'use client';

import { useState } from 'react';
import { TextEntry } from '#components/delegation/text-entry.tsx';
import { fields } from '#components/delegation/use-action.ts';
import type { FormAction } from '#components/form/form-state.ts';
import { StatementText } from '#components/signing/statement-text.tsx';
import { useSigning } from '#components/signing/use-signing.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import type { ItemView } from './view.ts';

type Answer = NonNullable<ItemView['answer']>;

const words: Record<Answer, string> = { keep: 'Keep', remove: 'Remove', wrong: 'Wrong' };

/** Keep, remove, or wrong as it stands; why; and signed only after it was read. */
export function AnswerButtons({
  item,
  prepare,
  sign,
}: {
  item: ItemView;
  prepare: FormAction;
  sign: FormAction;
}) {
  const [answer, setAnswer] = useState<Answer>();
  const [comment, setComment] = useState('');
  const close = () => {
    setAnswer(undefined);
    setComment('');
  };
  const signing = useSigning({ prepare, sign }, close);
  const { prepared, refused } = signing;
  return (
    <div className="flex flex-wrap gap-2">
      {(Object.keys(words) as Answer[]).map((one) => (
        <Button
          key={one}
          size="small"
          look={one === 'keep' ? 'primary' : 'secondary'}
          onClick={() => setAnswer(one)}
        >
          {words[one]}
          <span className="sr-only"> {item.title}</span>
        </Button>
      ))}
      {answer !== undefined && (
        <Dialog
          open
          onOpenChange={(open) => {
            if (open || signing.signing) return;
            signing.cancel();
            close();
          }}
          title={`${words[answer]}: ${item.title}`}
          description={prepared ? 'Read what you sign.' : 'Say why; it is signed with your answer.'}
          actions={
            <>
              <DialogClose>
                <Button look="secondary">Back</Button>
              </DialogClose>
              {prepared ? (
                <Button pending={signing.signing} onClick={() => signing.confirm(prepared)}>
                  Sign the answer
                </Button>
              ) : (
                <Button
                  pending={signing.preparing}
                  onClick={() => signing.ask(fields({ id: item.id, decision: answer, comment }))}
                >
                  Read and sign
                </Button>
              )}
            </>
          }
        >
          {refused !== undefined && <Alert tone="danger" title={refused.message} />}
          {prepared ? (
            <StatementText prepared={prepared} />
          ) : (
            <TextEntry
              label="Comment"
              name="comment"
              value={comment}
              onChange={setComment}
              maxLength={1000}
              rows={3}
            />
          )}
        </Dialog>
      )}
    </div>
  );
}
