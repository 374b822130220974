import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { signOut } from '#app/(entrance)/admin/sign-in/actions.ts';
import { Shell } from '#components/shell/shell.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';
import { doorText } from '#lib/doors.ts';
import { roleText } from '#lib/role-text.ts';

const { title, path } = doorText.admin;

export const metadata: Metadata = { title: { default: title, template: `%s · ${title}` } };

const nav = [
  { href: '/admin', label: 'Overview' },
  { href: '/admin/approvals', label: 'Approvals' },
  { href: '/admin/sessions', label: 'Sessions' },
  { href: '/admin/alerts', label: 'Alerts', scopes: ['alert.manage', 'audit.read'] },
  { href: '/admin/reviews', label: 'Reviews', scopes: ['review.sign', 'review.manage', 'audit.read'] },
  { href: '/admin/policies', label: 'Policies', scopes: ['policy.propose', 'policy.activate', 'audit.read'] },
  { href: '/admin/clients', label: 'Clients', scopes: ['client.manage'] },
  { href: '/admin/audit', label: 'Audit', scopes: ['audit.read'] },
  { href: '/admin/passkeys', label: 'Passkeys' },
];

/** For drawing the frame; every page asks for its own principal. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const principal = await requirePrincipal('admin');
  const open = nav.filter(
    ({ scopes }) => scopes === undefined || scopes.some((scope) => principal.scopes.includes(scope)),
  );
  return (
    <Shell
      door="admin"
      title={title}
      home={path}
      nav={open.map(({ href, label }) => ({ href, label }))}
      person={{ name: principal.name, role: roleText(principal) }}
      signOut={signOut}
    >
      {children}
    </Shell>
  );
}
