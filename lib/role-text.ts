import type { Door } from './doors.ts';

const words: Readonly<Record<string, string>> = {
  agent: 'Agent',
  senior: 'Senior agent',
  emergency: 'Emergency responder',
  approver: 'Approver',
  policy_owner: 'Policy owner',
  auditor: 'Auditor',
  people_admin: 'People administrator',
  emergency_approver: 'Emergency approver',
};

/** What the person is at this door, in words; a role that policy invents later is shown as it is written. */
export function roleText(principal: { readonly door: Door; readonly roles: readonly string[] }): string {
  if (principal.door === 'customer') return 'Customer';
  if (principal.roles.length === 0) return 'No role at this door';
  return principal.roles.map((role) => words[role] ?? role.replaceAll('_', ' ')).join(', ');
}
