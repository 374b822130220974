import type { components } from '@countersign/client';
import type { CatalogView } from '#components/delegation/view.ts';
import type { SessionView } from '#components/session/view.ts';

type WireSession = components['schemas']['Session'];

export function sessionView(wire: WireSession, catalog: CatalogView): SessionView {
  const actions = catalog.backends.flatMap((backend) => backend.actions);
  return {
    sid: wire.sid,
    status: wire.status,
    level: wire.level,
    delegation: wire.delegation,
    emergency: wire.emergency,
    actor: wire.actor,
    subject: wire.subject,
    actions: wire.actions.map((id) => {
      const known = actions.find((one) => one.id === id);
      return { id, title: known?.title ?? id, risk: known?.risk ?? 'never', masked: known?.masked ?? {} };
    }),
    revealed: wire.revealed,
    revealsLeft:
      wire.budget?.reveals === undefined ? undefined : wire.budget.reveals - wire.budget.used.reveals,
    identifiers: wire.identifiers,
    resource:
      catalog.backends.find(({ id }) => wire.actions.some((one) => one.startsWith(`${id}:`)))?.resource ?? '',
    startedAt: wire.started_at,
    expiresAt: wire.expires_at,
    endedAt: wire.ended_at,
    endedBy: wire.ended_by,
    reason: wire.reason,
  };
}
