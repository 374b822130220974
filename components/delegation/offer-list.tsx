'use client';

import type { FormAction } from '#components/form/form-state.ts';
import { useLiveView } from '#components/live/use-live-view.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Code } from '#components/ui/code.tsx';
import { Link } from '#components/ui/link.tsx';
import { Time } from '#components/ui/time.tsx';
import { spellDuration } from './duration.ts';
import { fields, useAction } from './use-action.ts';
import type { OfferView } from './view.ts';

const tones: Record<OfferView['status'], Tone> = {
  open: 'accent',
  used: 'success',
  withdrawn: 'neutral',
  expired: 'neutral',
};

interface Props {
  url: string;
  drawn: OfferView[];
  withdraw: FormAction;
}

export function OfferList({ url, drawn, withdraw }: Props) {
  const { view, failed } = useLiveView(url, drawn);
  return (
    <section aria-label="Your offers" className="grid gap-3">
      <h2 className="text-base font-semibold text-ink">Your offers</h2>
      {failed !== undefined && (
        <Alert tone="warning" title="This list may be out of date">
          {failed}
        </Alert>
      )}
      {view.length === 0 ? (
        <p className="rounded-card border border-dashed border-line-strong px-5 py-4 text-sm text-muted">
          You have offered nothing.
        </p>
      ) : (
        <ul className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface shadow-raised">
          {view.map((offer) => (
            <Offer key={offer.id} offer={offer} withdraw={withdraw} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Offer({ offer, withdraw }: { offer: OfferView; withdraw: FormAction }) {
  const { pending, refused, run } = useAction(withdraw, () => undefined);
  const { status, actions, identifier, maxDurationS, expiresAt, delegation } = offer;
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 px-5 py-3.5 text-sm">
      <div className="grid min-w-0 gap-1">
        <p className="flex flex-wrap items-center gap-2 font-medium text-ink">
          {actions.join(', ')} <Badge tone={tones[status]}>{status}</Badge>
        </p>
        <p className="text-muted">
          <Code>{identifier}</Code>, for {spellDuration(maxDurationS)} at most
          {status === 'open' && (
            <>
              ; the code is good until <Time value={expiresAt} show="both" />
            </>
          )}
        </p>
        {delegation !== undefined && (
          <Link
            href={`/account/consents/${delegation}`}
            className="w-fit text-accent-ink underline underline-offset-4"
          >
            What it was used for
          </Link>
        )}
        {refused !== undefined && <Alert tone="danger" title={refused.message} />}
      </div>
      {status === 'open' && (
        <Button look="secondary" pending={pending} onClick={() => run(fields({ id: offer.id }))}>
          Take it back
        </Button>
      )}
    </li>
  );
}
