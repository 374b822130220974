import { ArrowRight, Headset, ShieldCheck, UserRound } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';

const icons = { support: Headset, admin: ShieldCheck, customer: UserRound } as const;

interface Props {
  door: keyof typeof icons;
  href: string;
  title: string;
  audience: string;
  personName: string | undefined;
}

export function DoorCard({ door, href, title, audience, personName }: Props) {
  const Icon = icons[door];
  return (
    <Link
      href={href}
      data-door-accent={door}
      className="group flex flex-col gap-4 rounded-card border border-t-4 border-line border-t-accent bg-surface p-6 shadow-raised transition-shadow hover:shadow-floating"
    >
      <span className="grid size-11 place-items-center rounded-control bg-accent-soft text-accent-ink">
        <Icon aria-hidden="true" className="size-5" strokeWidth={1.75} />
      </span>
      <span className="grid gap-1">
        <span className="text-lg font-semibold text-ink">{title}</span>
        <span className="text-sm text-muted">{audience}</span>
      </span>
      <span className="mt-auto inline-flex items-center gap-1.5 text-sm font-medium text-accent-ink">
        {personName === undefined ? 'Sign in' : `Continue as ${personName}`}
        <ArrowRight aria-hidden="true" className="size-4 transition-transform group-hover:translate-x-0.5" />
      </span>
    </Link>
  );
}
