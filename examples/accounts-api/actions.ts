import type { ActionDeclaration } from '@countersign/resource-server';

/** What support may be delegated to do here, as registered in the broker's catalogue; `never` stays refused. */
export const ACTIONS: Readonly<Record<string, ActionDeclaration>> = {
  'accounts:profile.read': { risk: 'read', masks: ['email', 'phone', 'address'] },
  'accounts:settings.read': { risk: 'read' },
  'accounts:credential.list': { risk: 'read' },
  'accounts:session.list': { risk: 'read' },
  'accounts:invoice.read': { risk: 'read' },
  'accounts:team.read': { risk: 'read', masks: ['email'] },
  'accounts:settings.update': { risk: 'write' },
  'accounts:session.revoke': { risk: 'write' },
  'accounts:profile.update': { risk: 'write' },
  'accounts:credential.rotate': { risk: 'sensitive' },
  'accounts:password.reset': { risk: 'sensitive' },
  'accounts:billing.update': { risk: 'never' },
  'accounts:team.update': { risk: 'never' },
};
