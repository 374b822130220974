'use client';

import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';

const manager = Toast.createToastManager();

export type ToastTone = 'info' | 'success' | 'danger';

/** A short notice in the corner, from any client code; never the only place where something important is said. */
export function toast(title: string, options: { description?: string; tone?: ToastTone } = {}): void {
  const { description, tone = 'info' } = options;
  manager.add({
    title,
    type: tone,
    timeout: tone === 'danger' ? 10_000 : 6_000,
    priority: tone === 'danger' ? 'high' : 'low',
    ...(description === undefined ? {} : { description }),
  });
}

export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider toastManager={manager} limit={4}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="fixed right-4 bottom-4 z-60 flex w-[22rem] max-w-[calc(100vw-2rem)] flex-col gap-2">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((item) => (
    <Toast.Root
      key={item.id}
      toast={item}
      className="rounded-card border border-line bg-surface text-ink shadow-floating transition-opacity duration-150 data-[type=danger]:border-danger-line data-[type=success]:border-success-line data-ending-style:opacity-0 data-limited:hidden data-starting-style:opacity-0"
    >
      <Toast.Content className="flex items-start gap-3 p-4">
        <div className="grid min-w-0 flex-1 gap-1">
          <Toast.Title className="text-sm font-semibold" />
          <Toast.Description className="text-sm text-muted" />
        </div>
        <Toast.Close
          aria-label="Dismiss"
          className="grid size-7 cursor-pointer place-items-center rounded-control text-muted hover:bg-sunken hover:text-ink"
        >
          <X aria-hidden="true" className="size-4" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
