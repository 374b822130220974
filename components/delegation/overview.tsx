'use client';

import { Link } from '#components/ui/link.tsx';
import { DelegationList } from './delegation-list.tsx';
import { PageEnd } from './page-end.tsx';
import { SignInAgain } from './sign-in-again.tsx';
import { type Signer, sortInbox } from './signer.ts';
import { useDelegationPages } from './use-delegation-pages.ts';
import type { DelegationPage } from './view.ts';

/** How many wait, how many are open, and the inbox at a glance. */
export function Overview({ url, first, signer }: { url: string; first: DelegationPage; signer: Signer }) {
  const { rows, failed, more } = useDelegationPages(url, first);
  const { mine, others, granted, decided } = sortInbox(signer, rows);
  const figures = [
    ...(signer.mayApprove ? [{ name: 'Waiting for your signature', count: mine.length }] : []),
    { name: signer.mayApprove ? 'Waiting for others' : 'Open requests', count: others.length },
    { name: 'Granted now', count: granted.length },
    { name: 'Decided and ended', count: decided.length },
  ];
  return (
    <div className="grid gap-8">
      <SignInAgain signer={signer} next="/admin" />
      <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        {figures.map(({ name, count }) => (
          <div
            key={name}
            className="flex flex-col-reverse justify-end rounded-card border border-line bg-surface px-5 py-4 shadow-raised"
          >
            <dt className="text-sm text-muted">{name}</dt>
            <dd className="font-display text-3xl font-semibold tabular-nums text-ink">
              {count}
              {more === undefined ? '' : '+'}
            </dd>
          </div>
        ))}
      </dl>
      {signer.mayApprove ? (
        <DelegationList
          title="Waiting for your signature"
          empty="Nothing waits for you."
          rows={mine.slice(0, 5)}
          count={mine.length}
          base="/admin/approvals"
          reader="admin"
        />
      ) : (
        <DelegationList
          title="Open requests"
          empty="No request is open."
          rows={others.slice(0, 5)}
          count={others.length}
          base="/admin/approvals"
          reader="admin"
        />
      )}
      <p className="text-sm">
        <Link href="/admin/approvals" className="font-medium text-accent-ink underline underline-offset-4">
          All requests
        </Link>
      </p>
      <PageEnd failed={failed} more={undefined} loading={false} />
    </div>
  );
}
