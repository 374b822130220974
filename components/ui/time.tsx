'use client';

import { useEffect, useState } from 'react';
import { exactTime, relativeTime } from './time-text.ts';

interface Props {
  /** An RFC 3339 instant, or a `Date`. */
  value: string | Date;
  /** `relative` ("5 minutes ago", exact on hover), `exact` (with time zone), or `both`. */
  show?: 'relative' | 'exact' | 'both';
  className?: string;
}

/**
 * The server writes UTC; the reader's own zone takes over once scripts run, so that both draw the same first.
 */
export function Time({ value, show = 'relative', className }: Props) {
  const [now, setNow] = useState<Date>();
  useEffect(() => {
    setNow(new Date());
    const timer = setInterval(() => setNow(new Date()), 15_000);
    return () => clearInterval(timer);
  }, []);
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) return null;
  const exact = exactTime(at, now === undefined ? 'UTC' : undefined);
  const relative = now === undefined ? exact : relativeTime(at, now);
  const text = { relative, exact, both: now === undefined ? exact : `${relative} (${exact})` }[show];
  return (
    <time dateTime={at.toISOString()} title={exact} className={className}>
      {text}
    </time>
  );
}
