import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from '#components/ui/link.tsx';

interface Props {
  title: ReactNode;
  description?: ReactNode;
  /** One step up. */
  back?: { readonly href: string; readonly label: string };
  /** A badge beside the title. */
  status?: ReactNode;
  actions?: ReactNode;
}

/** The page's only `h1`. */
export function PageHeader({ title, description, back, status, actions }: Props) {
  return (
    <header className="mb-6 grid gap-3">
      {back === undefined ? null : (
        <Link
          href={back.href}
          className="-ml-1 inline-flex w-fit items-center gap-1 rounded-control py-1 pr-2 text-sm text-muted hover:text-ink"
        >
          <ChevronLeft aria-hidden="true" className="size-4" />
          {back.label}
        </Link>
      )}
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div className="grid min-w-0 gap-1.5">
          <div className="flex flex-wrap items-center gap-3">
            <h1 className="font-display text-2xl font-semibold tracking-tight text-balance text-ink sm:text-3xl">
              {title}
            </h1>
            {status}
          </div>
          {description === undefined ? null : (
            <p className="max-w-prose text-muted [overflow-wrap:anywhere]">{description}</p>
          )}
        </div>
        {actions === undefined ? null : <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
    </header>
  );
}
