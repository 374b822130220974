'use client';

import { EmptyState } from '#components/ui/empty-state.tsx';
import { DelegationList } from './delegation-list.tsx';
import { PageEnd } from './page-end.tsx';
import { useDelegationPages } from './use-delegation-pages.ts';
import { awaitsConsent, type DelegationPage } from './view.ts';

/** Every consent a customer was ever asked for, what is open first. */
export function ConsentList({ url, first }: { url: string; first: DelegationPage }) {
  const { rows, ...end } = useDelegationPages(url, first);
  const base = '/account/consents';
  if (rows.length === 0) {
    return (
      <EmptyState title="You were never asked">
        When somebody wants to work in your account, their question appears here and you decide.
      </EmptyState>
    );
  }
  const lists = [
    { title: 'Your answer is needed', rows: rows.filter(awaitsConsent) },
    { title: 'Open now', rows: rows.filter((row) => row.status === 'granted') },
    {
      title: 'Being checked by our own people',
      rows: rows.filter((row) => row.status === 'pending' && !awaitsConsent(row)),
    },
    { title: 'Past', rows: rows.filter((row) => row.status !== 'pending' && row.status !== 'granted') },
  ];
  return (
    <div className="grid gap-8">
      {lists.map((list) => (
        <DelegationList key={list.title} {...list} base={base} reader="customer" />
      ))}
      <PageEnd {...end} />
    </div>
  );
}
