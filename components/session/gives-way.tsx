'use client';

import { type ReactNode, useEffect, useState } from 'react';
import type { FormAction } from '#components/form/form-state.ts';
import { useLive } from '#components/live/event-stream.tsx';
import { readJson } from '#components/live/read-json.ts';
import { EndedNotice } from './ended-notice.tsx';
import type { SessionView } from './view.ts';

interface Props {
  sid: string;
  dismiss: FormAction;
  /** The banner, as the server drew it. */
  children: ReactNode;
}

/**
 * Drawing a whole page again takes its time, and a session's end is to be seen at once: at each end the server is
 * asked, shortly, whether it was this session's. Only its answer takes the banner away.
 */
export function GivesWay({ sid, dismiss, children }: Props) {
  const { endings } = useLive();
  const [ended, setEnded] = useState<SessionView>();
  useEffect(() => {
    if (endings === 0) return;
    const left = new AbortController();
    readJson<SessionView>(`/support/sessions/${sid}/view`, { signal: left.signal }).then(
      (session) => session.status === 'ended' && setEnded(session),
      // The page that is drawn again says the same, later.
      () => undefined,
    );
    return () => left.abort();
  }, [endings, sid]);
  return ended?.sid === sid ? <EndedNotice session={ended} dismiss={dismiss} /> : children;
}
