import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { readSessions } from '#app/_views/read-sessions.ts';
import { signOut } from '#app/(entrance)/support/sign-in/actions.ts';
import { dismissNotice, endSession } from '#app/support/sessions/actions.ts';
import { SessionHead } from '#components/session/session-head.tsx';
import { Shell } from '#components/shell/shell.tsx';
import { noticeCookie } from '#lib/backends/notice-cookie.ts';
import { requirePrincipal } from '#lib/broker/require-principal.ts';
import { doorText } from '#lib/doors.ts';
import { roleText } from '#lib/role-text.ts';

const { title, path } = doorText.support;

export const metadata: Metadata = { title: { default: title, template: `%s · ${title}` } };

const nav = [
  { href: '/support', label: 'Desk' },
  { href: '/support/requests/new', label: 'New request' },
  { href: '/support/passkeys', label: 'Passkeys' },
];

/** For drawing the frame; every page asks for its own principal. */
export default async function SupportLayout({ children }: { children: ReactNode }) {
  const principal = await requirePrincipal('support');
  const [newest] = await readSessions(principal, { limit: 1 });
  const read = (await cookies()).get(noticeCookie)?.value;
  return (
    <Shell
      door="support"
      title={title}
      home={path}
      nav={nav}
      person={{ name: principal.name, role: roleText(principal) }}
      signOut={signOut}
      banner={<SessionHead session={newest} read={read} end={endSession} dismiss={dismissNotice} />}
    >
      {children}
    </Shell>
  );
}
