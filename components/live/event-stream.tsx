'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { followEvents, type StreamState } from './follow-events.ts';

interface Live {
  readonly state: StreamState;
  /** How many sessions have ended since the page was opened. */
  readonly endings: number;
}

const LiveContext = createContext<Live>({ state: 'connecting', endings: 0 });

export function useLive(): Live {
  return useContext(LiveContext);
}

const SETTLE_MS = 120;

/**
 * What the server draws itself: the banner, and pages about sessions. Everything else asks again by query.
 * A page that shows a customer's account must not be drawn again by the entry that reading it has made.
 */
const redraws = (kind: string): boolean => kind.startsWith('session.');

/**
 * What the signed-in person may see has changed: queries are asked again, and the page is drawn again where it has
 * to be. Several events in quick succession are one refresh.
 */
export function EventStream({ door, children }: { door: string; children: ReactNode }) {
  const router = useRouter();
  const queries = useQueryClient();
  const [live, setLive] = useState<Live>({ state: 'connecting', endings: 0 });
  const pending = useRef<ReturnType<typeof setTimeout>>(undefined);
  const redraw = useRef(false);

  useEffect(() => {
    const stop = followEvents(door, {
      onState: (state) => setLive((before) => (before.state === state ? before : { ...before, state })),
      onEvent: ({ kind }) => {
        if (kind === 'session.ended') setLive((before) => ({ ...before, endings: before.endings + 1 }));
        redraw.current ||= redraws(kind);
        clearTimeout(pending.current);
        pending.current = setTimeout(() => {
          void queries.invalidateQueries();
          if (redraw.current) router.refresh();
          redraw.current = false;
        }, SETTLE_MS);
      },
      onMissed: () => {
        void queries.invalidateQueries();
        router.refresh();
      },
      // The whole page goes, with all that it knows: what comes instead is the way to sign in.
      onSignedOut: () => window.location.reload(),
    });
    return () => {
      clearTimeout(pending.current);
      stop();
    };
  }, [door, router, queries]);

  return <LiveContext value={live}>{children}</LiveContext>;
}
