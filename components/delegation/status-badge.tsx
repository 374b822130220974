import { Badge, type Tone } from '#components/ui/badge.tsx';
import type { Status } from './view.ts';

const tones: Record<Status, Tone> = {
  pending: 'warning',
  granted: 'success',
  denied: 'danger',
  withdrawn: 'neutral',
  expired: 'neutral',
  completed: 'info',
  revoked: 'danger',
};

export function StatusBadge({ status }: { status: Status }) {
  return (
    <Badge tone={tones[status]} dot>
      {status}
    </Badge>
  );
}
