'use client';

import { usePathname } from 'next/navigation';
import { useEffect } from 'react';

const svg = (shape: string) =>
  `data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${shape}</svg>`;

/** Told apart without colour, too: a dot, and a triangle for an emergency. */
const MARKS = {
  session: { mark: '● ', icon: svg('<circle cx="8" cy="8" r="7" fill="%23b42318"/>') },
  emergency: { mark: '▲ ', icon: svg('<path d="M8 1 15.5 15H.5Z" fill="%238a0a4a"/>') },
} as const;

/** The tab's title and icon say it too, while this is mounted; Next sets the title anew on each page. */
export function TabMark({ label, emergency = false }: { label: string; emergency?: boolean }) {
  const { mark: sign, icon: href } = MARKS[emergency ? 'emergency' : 'session'];
  const path = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the title changes with the path
  useEffect(() => {
    const prefix = `${sign}${label} · `;
    const mark = () => {
      if (!document.title.startsWith(prefix)) document.title = `${prefix}${document.title}`;
    };
    mark();
    const watcher = new MutationObserver(mark);
    watcher.observe(document.head, { childList: true, subtree: true, characterData: true });
    const icon = document.createElement('link');
    icon.rel = 'icon';
    icon.href = href;
    document.head.append(icon);
    return () => {
      watcher.disconnect();
      icon.remove();
      if (document.title.startsWith(prefix)) document.title = document.title.slice(prefix.length);
    };
  }, [label, path, sign, href]);
  return null;
}
