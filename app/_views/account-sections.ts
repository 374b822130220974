import type { SessionView } from '#components/session/view.ts';

/** What the session page can show of an account, and the action that lets it. */
export const sections = [
  { id: 'profile', label: 'Profile', action: 'accounts:profile.read', path: 'profile' },
  { id: 'settings', label: 'Settings', action: 'accounts:settings.read', path: 'settings' },
  { id: 'credentials', label: 'API credentials', action: 'accounts:credential.list', path: 'credentials' },
  { id: 'sessions', label: 'Sign-ins', action: 'accounts:session.list', path: 'sessions' },
  { id: 'invoices', label: 'Invoices', action: 'accounts:invoice.read', path: 'invoices' },
  { id: 'team', label: 'Team', action: 'accounts:team.read', path: 'team' },
] as const;

export type Section = (typeof sections)[number];

export function sectionsOf(session: SessionView): Section[] {
  return sections.filter(({ action }) => session.actions.some(({ id }) => id === action));
}
