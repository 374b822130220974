import { classNames } from '#components/ui/class-names.ts';
import { Link } from '#components/ui/link.tsx';

const pages = [
  { href: '/admin/policies', label: 'In force and proposed' },
  { href: '/admin/policies/decisions', label: 'Past decisions' },
  { href: '/admin/policies/possibilities', label: 'What could be asked for' },
  { href: '/admin/policies/simulate', label: 'Try a request' },
] as const;

export type PolicyPage = (typeof pages)[number]['href'];

/** Beside what is in force: looking into what was decided, and what would be. */
export function PolicyNav({ current }: { current: PolicyPage }) {
  return (
    <nav aria-label="About policy" className="mb-6 overflow-x-auto border-b border-line">
      <ul className="flex gap-1">
        {pages.map(({ href, label }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={href === current ? 'page' : undefined}
              className={classNames(
                'inline-block border-b-2 px-3 py-2 text-sm font-medium whitespace-nowrap',
                href === current
                  ? 'border-accent text-accent-ink'
                  : 'border-transparent text-muted hover:text-ink',
              )}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
