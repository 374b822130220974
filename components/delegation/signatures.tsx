import { Badge, type Tone } from '#components/ui/badge.tsx';
import { Card } from '#components/ui/card.tsx';
import { Time } from '#components/ui/time.tsx';
import { spellDuration } from './duration.ts';
import { type DelegationView, type DetailView, longestDuration, type ReviewView } from './view.ts';

const words: Record<string, { said: string; tone: Tone }> = {
  approve: { said: 'approved', tone: 'success' },
  deny: { said: 'denied', tone: 'danger' },
  ask: { said: 'asked for more', tone: 'info' },
};

/** Who signed what, in order. */
export function Signatures({ delegation }: { delegation: DelegationView }) {
  const { reviews, consent, subject } = delegation;
  const answered = consent.decision !== undefined;
  return (
    <Card title="Who signed">
      {reviews.length === 0 && !answered ? (
        <p className="text-sm text-muted">Nobody yet.</p>
      ) : (
        <ul className="grid gap-4 text-sm">
          {reviews.map((review) => (
            <Review key={review.id} review={review} />
          ))}
          {answered && (
            <li className="grid gap-1">
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <span className="font-medium text-ink">{subject.name}</span>
                <Badge tone={consent.decision === 'give' ? 'success' : 'danger'}>
                  {consent.decision !== 'give' ? 'refused' : consent.offered ? 'offered before' : 'consented'}
                </Badge>
                {consent.at && <Time value={consent.at} className="text-muted" />}
              </p>
            </li>
          )}
        </ul>
      )}
    </Card>
  );
}

function Review({ review }: { review: ReviewView }) {
  const word = words[review.decision] ?? { said: review.decision, tone: 'neutral' as const };
  return (
    <li className="grid gap-1">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="font-medium text-ink">{review.by.name}</span>
        <Badge tone={word.tone}>{word.said}</Badge>
        <Time value={review.at} className="text-muted" />
      </p>
      {review.comment && <p className="whitespace-pre-wrap text-muted break-words">{review.comment}</p>}
      {review.narrowed.length > 0 && <p className="text-muted">{sayNarrowing(review.narrowed)}</p>}
      {review.notBefore && (
        <p className="text-muted">
          Not before <Time value={review.notBefore} show="exact" />.
        </p>
      )}
      {review.answer && (
        <div className="ml-3 border-l-2 border-line pl-3">
          <p className="text-muted">
            Answered <Time value={review.answer.at} />:
          </p>
          <p className="whitespace-pre-wrap text-ink break-words">{review.answer.text}</p>
        </div>
      )}
    </li>
  );
}

function sayNarrowing(narrowed: DetailView[]): string {
  const titles = narrowed.flatMap((detail) => detail.actions.map((action) => action.title));
  return `For less: ${titles.join(', ')}; at most ${spellDuration(longestDuration(narrowed))}.`;
}
