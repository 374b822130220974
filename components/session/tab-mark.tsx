'use client';

import { usePathname } from 'next/navigation';
import { useEffect } from 'react';

const MARK = '● ';
const ICON =
  'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="%23b42318"/></svg>';

/** The tab's title and icon say it too, while this is mounted; Next sets the title anew on each page. */
export function TabMark({ label }: { label: string }) {
  const path = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the title changes with the path
  useEffect(() => {
    const prefix = `${MARK}${label} · `;
    const mark = () => {
      if (!document.title.startsWith(prefix)) document.title = `${prefix}${document.title}`;
    };
    mark();
    const watcher = new MutationObserver(mark);
    watcher.observe(document.head, { childList: true, subtree: true, characterData: true });
    const icon = document.createElement('link');
    icon.rel = 'icon';
    icon.href = ICON;
    document.head.append(icon);
    return () => {
      watcher.disconnect();
      icon.remove();
      if (document.title.startsWith(prefix)) document.title = document.title.slice(prefix.length);
    };
  }, [label, path]);
  return null;
}
