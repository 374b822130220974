import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { signOut } from '#app/(entrance)/account/sign-in/actions.ts';
import { Shell } from '#components/shell/shell.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';
import { doorText } from '#lib/doors.ts';
import { roleText } from '#lib/role-text.ts';

const { title, path } = doorText.customer;

export const metadata: Metadata = { title: { default: title, template: `%s · ${title}` } };

const nav = [
  { href: '/account', label: 'Who is in' },
  { href: '/account/consents', label: 'Consents' },
  { href: '/account/offers', label: 'Offers' },
  { href: '/account/history', label: 'History' },
  { href: '/account/passkeys', label: 'Passkeys' },
];

/** For drawing the frame; every page asks for its own principal. */
export default async function AccountLayout({ children }: { children: ReactNode }) {
  const principal = await requirePrincipal('customer');
  return (
    <Shell
      door="customer"
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
