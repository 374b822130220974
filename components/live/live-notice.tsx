'use client';

import { useEffect, useState } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { useLive } from './event-stream.tsx';

const patienceMs = 4_000;

/** Says so when what is on the page may be old, because the stream of changes is interrupted. */
export function LiveNotice() {
  const { state } = useLive();
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (state === 'live') return;
    const timer = setTimeout(() => setLate(true), patienceMs);
    return () => clearTimeout(timer);
  }, [state]);
  return (
    <span role="status">
      {late ? (
        <Badge tone="warning" dot>
          Not live
        </Badge>
      ) : null}
    </span>
  );
}
