import { Time } from '#components/ui/time.tsx';
import { Countdown } from './countdown.tsx';
import type { DelegationView } from './view.ts';

/** How long a grant still waits for its first start, or runs. */
export function StartBy({ delegation }: { delegation: DelegationView }) {
  if (delegation.status !== 'granted') return null;
  const { expiresAt, startBy } = delegation;
  const until = expiresAt ?? startBy;
  if (until === undefined) return null;
  return (
    <p className="text-sm text-muted">
      {expiresAt === undefined ? 'To be started within ' : 'Ends in '}
      <span className="text-base font-semibold text-ink">
        <Countdown until={until} />
      </span>
      <span className="block text-xs">
        {expiresAt === undefined ? 'by ' : 'at '}
        <Time value={until} show="exact" />
      </span>
    </p>
  );
}
