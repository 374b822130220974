'use client';

import { useEffect, useState } from 'react';
import { clockFace, spellDuration } from './duration.ts';

/** Time left until an instant. Ticks for the eye; a screen reader hears the instant, not each second. */
export function Countdown({ until, gone = 'time is up' }: { until: string; gone?: string }) {
  const [left, setLeft] = useState<number | null>(null);
  useEffect(() => {
    const tick = () => setLeft(Math.max(0, Math.floor((Date.parse(until) - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [until]);

  if (left === null) return <span className="tabular-nums">…</span>;
  if (left === 0) return <span>{gone}</span>;
  return (
    <span role="timer" aria-live="off" className="tabular-nums">
      <span aria-hidden="true">{clockFace(left)}</span>
      <span className="sr-only">{spellDuration(left)} left</span>
    </span>
  );
}
