import { Badge, type Tone } from '#components/ui/badge.tsx';
import { type ReviewView, verdictText } from './view.ts';

const states: Record<ReviewView['status'], [Tone, string]> = {
  waiting: ['neutral', 'access not over'],
  open: ['warning', 'to be reviewed'],
  overdue: ['danger', 'overdue'],
  decided: ['neutral', 'decided'],
};
const verdicts: Record<NonNullable<ReviewView['verdict']>, Tone> = {
  justified: 'success',
  not_justified: 'warning',
  abuse: 'danger',
};

export function ReviewBadge({ review: { status, verdict } }: { review: ReviewView }) {
  const [tone, word] = states[status];
  return (
    <Badge tone={verdict ? verdicts[verdict] : tone} dot>
      {verdict ? verdictText[verdict] : word}
    </Badge>
  );
}
