import type { Metadata } from 'next';
import { readChanges } from '#app/_views/read-changes.ts';
import { readSessions } from '#app/_views/read-sessions.ts';
import { endSession } from '#app/admin/sessions/actions.ts';
import { LiveChanges } from '#components/session/live-changes.tsx';
import { SessionList } from '#components/session/session-list.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'Sessions' };

export default async function SessionsPage() {
  const principal = await requirePrincipal('admin');
  const [sessions, changes] = await Promise.all([readSessions(principal), readChanges(principal)]);
  return (
    <>
      <PageHeader title="Sessions" description="Who is in where. Ending one ends its grant too." />
      <LiveChanges url="/admin/sessions/changes" drawn={changes} />
      <SessionList sessions={sessions} end={endSession} />
    </>
  );
}
