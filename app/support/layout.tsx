import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { signOut } from '#app/(entrance)/support/sign-in/actions.ts';
import { Shell } from '#components/shell/shell.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';
import { doorText } from '#lib/doors.ts';
import { roleText } from '#lib/role-text.ts';

const { title, path } = doorText.support;

export const metadata: Metadata = { title: { default: title, template: `%s · ${title}` } };

const nav = [
  { href: '/support', label: 'Desk' },
  { href: '/support/requests/new', label: 'New request' },
];

/** For drawing the frame; every page asks for its own principal. */
export default async function SupportLayout({ children }: { children: ReactNode }) {
  const principal = await requirePrincipal('support');
  return (
    <Shell
      door="support"
      title={title}
      home={path}
      nav={nav}
      person={{ name: principal.name, role: roleText(principal) }}
      signOut={signOut}
    >
      {children}
    </Shell>
  );
}
