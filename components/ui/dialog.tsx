'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';

interface Props {
  /** The element that opens it, a `<Button>` for instance; absent when `open` is held from outside. */
  trigger?: ReactElement;
  title: ReactNode;
  description?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** Buttons at the foot, in reading order. Wrap one in {@link DialogClose} to close by it. */
  actions?: ReactNode;
  children?: ReactNode;
}

export function Dialog({ trigger, title, description, open, onOpenChange, actions, children }: Props) {
  return (
    <Base.Root
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange === undefined ? {} : { onOpenChange: (next: boolean) => onOpenChange(next) })}
    >
      {trigger === undefined ? null : <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 min-h-dvh bg-black/45 transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup className="fixed top-1/2 left-1/2 z-50 grid max-h-[calc(100dvh-2rem)] w-[32rem] max-w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 gap-4 overflow-y-auto rounded-card border border-line bg-surface p-6 text-ink shadow-floating transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0">
          <div className="grid gap-1.5 pr-8">
            <Base.Title className="text-lg font-semibold">{title}</Base.Title>
            {description === undefined ? null : (
              <Base.Description className="text-sm text-muted">{description}</Base.Description>
            )}
          </div>
          <Base.Close
            aria-label="Close"
            className="absolute top-4 right-4 grid size-9 cursor-pointer place-items-center rounded-control text-muted hover:bg-sunken hover:text-ink"
          >
            <X aria-hidden="true" className="size-4" />
          </Base.Close>
          {children}
          {actions === undefined ? null : (
            <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">{actions}</div>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** Closes the dialog around it when its child, a button, is pressed. */
export function DialogClose({ children }: { children: ReactElement }) {
  return <Base.Close render={children} />;
}
