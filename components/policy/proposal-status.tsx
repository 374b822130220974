import { Badge, type Tone } from '#components/ui/badge.tsx';
import type { ProposalRow } from './view.ts';

const looks: Record<ProposalRow['status'], { tone: Tone; text: string }> = {
  open: { tone: 'warning', text: 'waits for a second person' },
  activated: { tone: 'success', text: 'activated' },
  rejected: { tone: 'danger', text: 'rejected' },
  withdrawn: { tone: 'neutral', text: 'withdrawn' },
  superseded: { tone: 'neutral', text: 'overtaken' },
};

export function ProposalStatus({ status }: Pick<ProposalRow, 'status'>) {
  const { tone, text } = looks[status];
  return (
    <Badge tone={tone} dot>
      {text}
    </Badge>
  );
}
