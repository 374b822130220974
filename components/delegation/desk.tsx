'use client';

import { ButtonLink } from '#components/ui/button-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { DelegationList } from './delegation-list.tsx';
import { PageEnd } from './page-end.tsx';
import { byStatus } from './status.ts';
import { useDelegationPages } from './use-delegation-pages.ts';
import type { DelegationPage, Status } from './view.ts';

const titles: Record<Status, string> = {
  pending: 'Waiting for signatures',
  granted: 'Granted',
  completed: 'Completed',
  expired: 'Expired',
  withdrawn: 'Withdrawn',
  denied: 'Denied',
  revoked: 'Revoked',
};

/** An agent's requests by status; a change shows without a reload. */
export function Desk({ url, first }: { url: string; first: DelegationPage }) {
  const { rows, ...end } = useDelegationPages(url, first);
  if (rows.length === 0) {
    return (
      <EmptyState
        title="You have asked for nothing yet"
        actions={<ButtonLink href="/support/requests/new">New request</ButtonLink>}
      >
        When a customer needs help in their account, ask here. It opens once everyone named has signed.
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-8">
      {byStatus(rows).map((group) => (
        <DelegationList
          key={group.status}
          title={titles[group.status]}
          rows={group.rows}
          base="/support/requests"
          reader="agent"
        />
      ))}
      <PageEnd {...end} />
    </div>
  );
}
