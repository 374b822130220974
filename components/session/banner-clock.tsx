'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { Countdown } from '#components/delegation/countdown.tsx';

/** The banner's only moving part. When time is up the server is asked what has become of the session. */
export function BannerClock({ until }: { until: string }) {
  const router = useRouter();
  useEffect(() => {
    const left = Date.parse(until) - Date.now();
    const timer = setTimeout(() => router.refresh(), Math.max(0, left) + 250);
    return () => clearTimeout(timer);
  }, [until, router]);
  return <Countdown until={until} gone="no time" />;
}
