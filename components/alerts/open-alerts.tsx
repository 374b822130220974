'use client';

import type { FormAction } from '#components/form/form-state.ts';
import { useLiveView } from '#components/live/use-live-view.ts';
import type { ReviewView } from '#components/reviews/view.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Link } from '#components/ui/link.tsx';
import { Time } from '#components/ui/time.tsx';
import { AlertRows } from './alert-list.tsx';
import type { AlertPage } from './view.ts';

export interface Attention {
  alerts: AlertPage;
  /** Overdue: they stay here until they are decided. */
  overdue: ReviewView[];
}

/** Above everything else on the overview: what somebody has to look at now. */
export function OpenAlerts({
  url,
  drawn,
  acknowledge,
}: {
  url: string;
  drawn: Attention;
  acknowledge: FormAction | undefined;
}) {
  const { view, failed } = useLiveView(url, drawn);
  const { alerts, overdue } = view;
  if (alerts.items.length + overdue.length === 0 && failed === undefined) return null;
  return (
    <section aria-label="Needs attention" className="mb-8 grid gap-3">
      <h2 className="text-base font-semibold text-ink">Needs attention</h2>
      {failed !== undefined && (
        <Alert tone="warning" title="What you see here may be out of date">
          {failed}
        </Alert>
      )}
      {overdue.map(({ id, delegation, dueAt }) => (
        <Alert key={id} tone="emergency" title="A review is overdue">
          <p>
            The emergency of {delegation.actor.name} in the account of {delegation.subject.name} was to be
            reviewed <Time value={dueAt} />. Until it is, {delegation.actor.name} can open no other.{' '}
            <Link href={`/admin/reviews/${id}`} className="font-medium underline underline-offset-4">
              The review
            </Link>
          </p>
        </Alert>
      ))}
      {alerts.items.length > 0 && (
        <AlertRows title="Open alerts" alerts={alerts.items} acknowledge={acknowledge} />
      )}
      <p className="text-sm">
        <Link href="/admin/alerts" className="font-medium text-accent-ink underline underline-offset-4">
          All alerts
        </Link>
      </p>
    </section>
  );
}
