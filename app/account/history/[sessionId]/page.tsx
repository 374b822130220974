import type { Metadata } from 'next';
import { isSession, readHistory } from '#app/_views/read-entries.ts';
import { findSession } from '#app/_views/read-sessions.ts';
import { blockAgent } from '#app/account/actions.ts';
import { HistoryList } from '#components/audit/history-list.tsx';
import { BlockButton } from '#components/delegation/block-button.tsx';
import { SessionFacts } from '#components/session/session-facts.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'A session in your account' };

export default async function SessionHistoryPage({ params }: { params: Promise<{ sessionId: string }> }) {
  const principal = await requirePrincipal('customer');
  const { sessionId } = await params;
  const session = await findSession(principal, sessionId);
  const first = await readHistory(principal, isSession(sessionId) ? { session: sessionId } : {});
  return (
    <>
      <PageHeader
        title={`${session.actor.name} in your account`}
        description="Everything that was done, as the backends told it, newest first."
        back={{ href: '/account/history', label: 'History' }}
        actions={<BlockButton agent={session.actor} block={blockAgent} />}
      />
      <div className="grid gap-6">
        <SessionFacts session={session} />
        <HistoryList url={`/account/history/list?session=${sessionId}`} first={first} reader={principal.id} />
      </div>
    </>
  );
}
