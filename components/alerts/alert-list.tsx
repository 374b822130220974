'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { BellOff } from 'lucide-react';
import { EmergencyBadge } from '#components/delegation/emergency-badge.tsx';
import { PageEnd } from '#components/delegation/page-end.tsx';
import type { FormAction } from '#components/form/form-state.ts';
import { readJson } from '#components/live/read-json.ts';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Link } from '#components/ui/link.tsx';
import { Time } from '#components/ui/time.tsx';
import { AcknowledgeButton } from './acknowledge-button.tsx';
import { type AlertPage, type AlertView, isEmergency, tellAlert } from './view.ts';

interface Props {
  url: string;
  first: AlertPage;
  /** Absent: this reader only looks. */
  acknowledge: FormAction | undefined;
}

/** Everything that was ever raised, newest first; an event asks for all shown pages again. */
export function AlertList({ url, first, acknowledge }: Props) {
  const query = useInfiniteQuery({
    queryKey: ['alerts', url],
    queryFn: ({ pageParam, signal }) =>
      readJson<AlertPage>(pageParam ? `${url}?cursor=${encodeURIComponent(pageParam)}` : url, { signal }),
    initialPageParam: '',
    initialData: { pages: [first], pageParams: [''] },
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const alerts = query.data.pages.flatMap((page) => page.items);
  if (alerts.length === 0)
    return (
      <EmptyState icon={BellOff} title="Nothing has been raised">
        Emergencies, late reviews and changes without an outcome appear here at once.
      </EmptyState>
    );
  return (
    <div className="grid gap-6">
      <AlertRows title="Alerts" alerts={alerts} acknowledge={acknowledge} />
      <PageEnd
        failed={query.error?.message}
        more={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
        loading={query.isFetchingNextPage}
      />
    </div>
  );
}

const tones: Record<AlertView['status'], Tone> = {
  open: 'danger',
  acknowledged: 'warning',
  resolved: 'neutral',
};

export function AlertRows({
  title,
  alerts,
  acknowledge,
}: {
  title: string;
  alerts: AlertView[];
  acknowledge: FormAction | undefined;
}) {
  return (
    <ul
      aria-label={title}
      className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface shadow-raised"
    >
      {alerts.map((alert) => (
        <li
          key={alert.id}
          data-alert={alert.kind}
          className="flex flex-wrap items-start justify-between gap-4 px-5 py-4"
        >
          <div className="grid min-w-0 flex-1 basis-72 gap-1.5">
            <p className="flex flex-wrap items-center gap-2">
              {isEmergency(alert) && <EmergencyBadge />}
              <Badge tone={tones[alert.status]} dot>
                {alert.status}
              </Badge>
            </p>
            <p className="font-medium text-ink">{tellAlert(alert)}</p>
            <p className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
              <Time value={alert.raisedAt} />
              {alert.delegation && (
                <Link href={`/admin/approvals/${alert.delegation}`} className="underline underline-offset-4">
                  The request
                </Link>
              )}
              {alert.acknowledged && (
                <span>
                  {alert.acknowledged.by.name} looks into it since <Time value={alert.acknowledged.at} />
                </span>
              )}
            </p>
          </div>
          {alert.status === 'open' && acknowledge && (
            <AcknowledgeButton id={alert.id} acknowledge={acknowledge} />
          )}
        </li>
      ))}
    </ul>
  );
}
