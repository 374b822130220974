import { Badge, type Tone } from '#components/ui/badge.tsx';
import type { ChangeRow } from './view.ts';

const looks: Record<ChangeRow['status'], { tone: Tone; text: string }> = {
  open: { tone: 'warning', text: 'waits for a second person' },
  accepted: { tone: 'success', text: 'accepted' },
  rejected: { tone: 'danger', text: 'rejected' },
  withdrawn: { tone: 'neutral', text: 'withdrawn' },
  expired: { tone: 'neutral', text: 'nobody decided' },
  void: { tone: 'danger', text: 'edited, not by the broker' },
};

export function ChangeStatus({ status }: Pick<ChangeRow, 'status'>) {
  const { tone, text } = looks[status];
  return (
    <Badge tone={tone} dot>
      {text}
    </Badge>
  );
}
