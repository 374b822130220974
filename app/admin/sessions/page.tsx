import type { Metadata } from 'next';
import { readSessions } from '#app/_views/read-sessions.ts';
import { endSession } from '#app/admin/sessions/actions.ts';
import { SessionList } from '#components/session/session-list.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'Sessions' };

export default async function SessionsPage() {
  const principal = await requirePrincipal('admin');
  const sessions = await readSessions(principal);
  return (
    <>
      <PageHeader title="Sessions" description="Who is in where. Ending one ends its grant too." />
      <SessionList sessions={sessions} end={endSession} />
    </>
  );
}
