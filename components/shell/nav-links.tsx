'use client';

import { usePathname } from 'next/navigation';
import { classNames } from '#components/ui/class-names.ts';
import { Link } from '#components/ui/link.tsx';

export interface NavItem {
  readonly href: string;
  readonly label: string;
}

export function NavLinks({ items, home, label }: { items: readonly NavItem[]; home: string; label: string }) {
  const pathname = usePathname();
  return (
    <nav aria-label={label} className="-mx-1 flex w-full gap-1 overflow-x-auto p-1">
      {items.map(({ href, label: text }) => {
        const current =
          href === home ? pathname === href : pathname === href || pathname.startsWith(`${href}/`);
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
