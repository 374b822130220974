'use client';

import { EyeOff } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { fields, useAction } from '#components/delegation/use-action.ts';
import { type FormAction, fieldError, idle } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/textarea.tsx';

interface Props {
  /** As the backend gave it to this session. */
  value: string;
  masked: boolean;
  /** Whether this session has had it shown. */
  onRecord: boolean;
  /** What people call it. */
  called: string;
  /** Hidden fields of the action: session, action, field. */
  input: Record<string, string>;
  /** How many may still be shown; absent: no limit. */
  left?: number | undefined;
  reveal: FormAction;
}

/** Something that policy hides, and the way to have it shown: with a reason, which the customer reads. */
export function MaskedField({ value, masked, onRecord, called, input, left, reveal }: Props) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const shown = useRef<HTMLSpanElement>(null);
  const asked = useRef(false);
  const { pending, refused, run, clear } = useAction(reveal, () => {
    asked.current = true;
    setOpen(false);
    router.refresh();
  });
  // The button that was pressed is gone by then: whoever works by keyboard goes on at what came instead.
  useEffect(() => {
    if (masked || !asked.current) return;
    asked.current = false;
    shown.current?.focus();
  }, [masked]);
  const wrong = fieldError(refused ?? idle, 'reason');
  const text = (
    <span ref={shown} tabIndex={-1} className="min-w-0 [overflow-wrap:anywhere]">
      {value}
    </span>
  );
  if (!masked)
    return (
      <span className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        {text} {onRecord && <Badge>shown, on record</Badge>}
      </span>
    );
  return (
    <span className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
      <EyeOff aria-hidden="true" className="size-3.5 shrink-0 self-center text-muted" />
      <span className="sr-only">Hidden in part: </span>
      {text}
      {left !== undefined && left < 1 ? (
        <span className="text-muted">No more may be shown under this grant.</span>
      ) : (
        <Dialog
          open={open}
          onOpenChange={(next) => {
            setOpen(next);
            clear();
          }}
          trigger={
            <Button look="secondary" size="small">
              Reveal<span className="sr-only"> the {called}</span>
            </Button>
          }
          title={`Reveal the ${called}?`}
          description={`For this session only. The customer sees that you did, and the reason${
            left === undefined ? '' : `. ${left} more may be shown under this grant`
          }.`}
          actions={
            <>
              <DialogClose>
                <Button look="secondary">Keep it hidden</Button>
              </DialogClose>
              <Button pending={pending} onClick={() => run(fields({ ...input, reason }))}>
                Reveal
              </Button>
            </>
          }
        >
          <Field label="Reason" name="reason" required error={wrong}>
            {(control) => (
              <Textarea
                {...control}
                rows={3}
                maxLength={500}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </Field>
          {refused !== undefined && wrong === undefined && <Alert tone="danger" title={refused.message} />}
        </Dialog>
      )}
    </span>
  );
}
