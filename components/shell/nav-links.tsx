'use client';

import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { Link } from '#components/ui/link.tsx';

export interface NavItem {
  readonly href: string;
  readonly label: string;
}

const currentOf = (items: readonly NavItem[], home: string, pathname: string): string | undefined =>
  items.find(({ href }) => pathname === href || (href !== home && pathname.startsWith(`${href}/`)))?.href;

export function NavLinks({ items, home, label }: { items: readonly NavItem[]; home: string; label: string }) {
  const pathname = usePathname();
  const nav = useRef<HTMLElement>(null);
  // Where they do not all fit, the one that one is at is in sight.
  useEffect(() => {
    const current = nav.current?.querySelector(`a[href="${currentOf(items, home, pathname)}"]`);
    if (!nav.current || !current) return;
    const [frame, link] = [nav.current.getBoundingClientRect(), current.getBoundingClientRect()];
    nav.current.scrollLeft += link.left + link.width / 2 - (frame.left + frame.width / 2);
  }, [items, home, pathname]);
  return (
    <nav ref={nav} aria-label={label} className="-mx-1 flex w-full gap-1 overflow-x-auto p-1">
      {items.map(({ href, label: text }) => {
        const current = href === currentOf(items, home, pathname);
        return (
          <Link
            key={href}
            href={href}
            aria-current={current ? 'page' : undefined}
            className={classNames(
              'rounded-control px-3 py-1.5 text-sm font-medium whitespace-nowrap',
              current ? 'bg-accent-soft text-accent-ink' : 'text-muted hover:bg-sunken hover:text-ink',
            )}
          >
            {text}
          </Link>
        );
      })}
    </nav>
  );
}
