'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/** The frame outlives soft navigation: where a page finds the session over, the banner over it is drawn anew. */
export function SettleBanner({ sid }: { sid: string }) {
  const router = useRouter();
  useEffect(() => {
    const banner = document.querySelector<HTMLElement>('section[data-session]');
    if (banner?.dataset.session === sid) router.refresh();
  }, [sid, router]);
  return null;
}
