'use client';

import { type ReactElement, type ReactNode, useId, useState } from 'react';
import { TextEntry } from '#components/delegation/text-entry.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { type Asked, useText } from './use-text.ts';

interface Props extends Asked {
  trigger: ReactElement;
  title: ReactNode;
  description: string;
  label: string;
  maxLength: number;
  /** One line where it is absent. */
  rows?: number;
  hint?: string;
  /** The button that does it. */
  confirm: string;
  danger?: boolean;
  /** Whether there is anything to be done with this text. */
  isReady?: (text: string) => boolean;
  /** What was typed and not sent is forgotten, and the field is as at first when it opens again. */
  forgets?: boolean;
  /** May be left while the answer is awaited. */
  mayLeave?: boolean;
  onOpenChange?: () => void;
  /** What is read before the text is written. */
  children?: ReactNode;
}

/** A button whose deed takes a text first, mostly the reason for it; nothing that was typed is lost by a refusal. */
export function TextDialog({ trigger, title, description, confirm, danger = false, ...props }: Props) {
  const { name, initial = '', label, maxLength, rows, hint, done } = props;
  const { isReady = () => true, forgets = false, mayLeave = false, onOpenChange, children } = props;
  const form = useId();
  const [open, setOpen] = useState(false);
  const { text, setText, pending, clear, submit, error, refused } = useText({
    ...props,
    done: (state) => {
      setOpen(false);
      done(state);
    },
  });
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (pending && !mayLeave) return;
        clear();
        if (next && forgets) setText(initial);
        setOpen(next);
        onOpenChange?.();
      }}
      trigger={trigger}
      title={title}
      description={description}
      actions={
        <>
          <DialogClose>
            <Button look="secondary">Back</Button>
          </DialogClose>
          <Button
            type="submit"
            form={form}
            look={danger ? 'danger' : 'primary'}
            pending={pending}
            disabled={!isReady(text)}
          >
            {confirm}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="grid gap-4">
        {children}
        {refused !== undefined && <Alert tone="danger" title={refused.message} />}
        <TextEntry
          label={label}
          name={name}
          value={text}
          onChange={setText}
          maxLength={maxLength}
          {...(rows === undefined ? {} : { rows })}
          hint={hint}
          error={error}
        />
      </form>
    </Dialog>
  );
}
