import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import { sectionsOf } from '#app/_views/account-sections.ts';
import { findSession } from '#app/_views/read-sessions.ts';
import { extendDelegation } from '#app/support/actions.ts';
import { changeForCustomer, lowerSession, raiseSession, revealField } from '#app/support/sessions/actions.ts';
import { ExtendButton } from '#components/delegation/extend-button.tsx';
import { AccountSection } from '#components/session/account-section.tsx';
import { ChangeButton } from '#components/session/change-button.tsx';
import { LevelControl } from '#components/session/level-control.tsx';
import { SettleBanner } from '#components/session/settle-banner.tsx';
import { canWrite, explainEnd, leavesGrant, type SessionView } from '#components/session/view.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Card } from '#components/ui/card.tsx';
import { Link } from '#components/ui/link.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { BackendRefusal } from '#lib/backends/call-backend.ts';
import { readAccount } from '#lib/backends/read-account.ts';
import { SessionOver } from '#lib/backends/session-over.ts';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'Session' };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ view?: string; account?: string }>;
}

const changes = {
  credentials: { action: 'accounts:credential.rotate', change: 'rotate-credential', label: 'Rotate' },
  sessions: { action: 'accounts:session.revoke', change: 'end-sign-in', label: 'End' },
} as const;

export default async function SessionPage({ params, searchParams }: Props) {
  const principal = await requirePrincipal('support');
  const session = await findSession(principal, (await params).id);
  const { view, account: asked } = await searchParams;
  const account = session.identifiers.find((one) => one === asked) ?? session.identifiers[0] ?? '';
  const sections = sectionsOf(session);
  const section = sections.find(({ id }) => id === view) ?? sections[0];
  const title = `${session.subject.name}`;
  const back = { href: `/support/requests/${session.delegation}`, label: 'The request' };
  if (session.status !== 'live')
    return (
      <>
        <SettleBanner sid={session.sid} />
        <PageHeader title={title} description="This session is over." back={back} />
        <Alert tone="info" title={explainEnd(session)}>
          What was seen here is not kept.{' '}
          {leavesGrant(session)
            ? 'You may go in again while the grant lasts, from the request.'
            : 'The grant ended with it: to go in again, ask again.'}
        </Alert>
      </>
    );
  const may = (action: string) => session.actions.some(({ id }) => id === action);
  const possible = section && section.id in changes ? changes[section.id as keyof typeof changes] : undefined;
  const writing = session.level === 'write';
  return (
    <>
      <PageHeader
        title={title}
        description={account}
        back={back}
        actions={
          <div className="flex flex-wrap gap-2">
            <ExtendButton
              delegation={session.delegation}
              justification=""
              idempotencyKey={randomUUID()}
              extend={extendDelegation}
            />
            {canWrite(session) && (
              <LevelControl session={session} raise={raiseSession} lower={lowerSession} />
            )}
          </div>
        }
      />
      <nav aria-label="Parts of the account" className="mb-6 flex flex-wrap gap-2">
        {sections.map(({ id, label }) => (
          <Link
            key={id}
            href={`/support/sessions/${session.sid}?view=${id}&account=${encodeURIComponent(account)}`}
            aria-current={id === section?.id ? 'page' : undefined}
            className="rounded-control px-3 py-1.5 text-sm font-medium text-muted hover:bg-sunken aria-[current=page]:bg-accent-soft aria-[current=page]:text-accent-ink"
          >
            {label}
          </Link>
        ))}
      </nav>
      <div className="grid gap-6">
        {section === undefined ? (
          <Alert tone="info" title="This grant lets you read nothing." />
        ) : (
          <Card title={section.label}>
            <Shown session={session} account={account} section={section}>
              {(data) => (
                <AccountSection
                  section={section}
                  data={data}
                  masks={{
                    called: session.actions.find(({ id }) => id === section.action)?.masked ?? {},
                    sid: session.sid,
                    action: section.action,
                    revealed: session.revealed[section.action] ?? [],
                    left: session.revealsLeft,
                    reveal: revealField,
                  }}
                  {...(possible && may(possible.action)
                    ? {
                        actionFor: (item: Readonly<Record<string, unknown>>) => (
                          <ChangeButton
                            input={{
                              sid: session.sid,
                              account,
                              change: possible.change,
                              item: String(item.id),
                            }}
                            label={possible.label}
                            of={String(item.name ?? item.device ?? '')}
                            change={changeForCustomer}
                            disabled={!writing}
                          />
                        ),
                      }
                    : {})}
                />
              )}
            </Shown>
          </Card>
        )}
        {may('accounts:password.reset') && (
          <Card
            title="Password reset"
            description="The link goes to the customer's own mailbox; you do not see it."
          >
            <ChangeButton
              input={{ sid: session.sid, account, change: 'reset-password' }}
              label="Send a reset link"
              of="to the customer"
              change={changeForCustomer}
              disabled={!writing}
            />
          </Card>
        )}
        {canWrite(session) && !writing && (
          <p className="text-sm text-muted">To change something, raise the session to write first.</p>
        )}
      </div>
    </>
  );
}

interface ShownProps {
  session: SessionView;
  account: string;
  section: { path: string };
  children: (data: unknown) => React.ReactNode;
}

async function Shown({ session, account, section, children }: ShownProps) {
  const { sid, level, revealed, resource } = session;
  try {
    const read = { sid, level, revealed, resource, account, section: section.path };
    return children(await readAccount(read));
  } catch (error) {
    if (error instanceof SessionOver)
      return (
        <>
          <SettleBanner sid={sid} />
          <Alert tone="danger" title={error.message} />
        </>
      );
    if (error instanceof BackendRefusal)
      return (
        <Alert tone="danger" title="The backend refused">
          {error.message}
        </Alert>
      );
    throw error;
  }
}
