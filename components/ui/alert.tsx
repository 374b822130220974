import { CircleAlert, CircleCheck, Info, Siren, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type AlertTone = 'info' | 'success' | 'warning' | 'danger' | 'emergency';

const looks = {
  info: { icon: Info, box: 'bg-info-soft border-info-line text-info-ink' },
  success: { icon: CircleCheck, box: 'bg-success-soft border-success-line text-success-ink' },
  warning: { icon: TriangleAlert, box: 'bg-warning-soft border-warning-line text-warning-ink' },
  danger: { icon: CircleAlert, box: 'bg-danger-soft border-danger-line text-danger-ink' },
  emergency: { icon: Siren, box: 'bg-emergency-soft border-2 border-emergency text-emergency-ink' },
} as const;

interface Props {
  tone?: AlertTone;
  title?: ReactNode;
  actions?: ReactNode;
  className?: string;
  children?: ReactNode;
}

/** Speaks up (`role="alert"`) for danger and emergencies, is polite (`role="status"`) otherwise. */
export function Alert({ tone = 'info', title, actions, className, children }: Props) {
  const { icon: Icon, box } = looks[tone];
  return (
    <div
      role={tone === 'danger' || tone === 'emergency' ? 'alert' : 'status'}
      className={classNames('flex items-start gap-3 rounded-card border px-4 py-3 text-sm', box, className)}
    >
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <div className="grid min-w-0 flex-1 gap-1">
        {title === undefined ? null : <p className="font-semibold">{title}</p>}
        {children === undefined ? null : <div className="leading-relaxed text-ink">{children}</div>}
        {actions === undefined ? null : <div className="mt-2 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  );
}
