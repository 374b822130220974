import { Ban, CircleCheck, CircleDashed } from 'lucide-react';
import { Alert } from '#components/ui/alert.tsx';
import { Time } from '#components/ui/time.tsx';
import { plural, spellDuration } from './duration.ts';
import { EligibleList } from './eligible-list.tsx';
import { spellGroup } from './status.ts';
import type { OfferLookView, PreviewView } from './view.ts';

interface Props {
  /** What is still missing before policy can be asked. */
  missing: string[];
  preview: PreviewView | undefined;
  /** What is known of the code that is in the form. */
  offer?: OfferLookView | undefined;
  busy: boolean;
  failed?: string | undefined;
}

const conjunction = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** What policy says about the request as it stands; announced politely when it changes. */
export function PreviewPanel({ missing, preview, offer, busy, failed }: Props) {
  return (
    <section className="rounded-card border border-line bg-surface p-5 shadow-raised">
      <h2 id="policy-says" className="text-base font-semibold text-ink">
        What policy says
      </h2>
      <output
        aria-labelledby="policy-says"
        aria-live="polite"
        aria-busy={busy}
        className="mt-3 block text-sm"
      >
        {failed ? (
          <p className="text-danger-ink">{failed}</p>
        ) : missing.length > 0 ? (
          <p className="flex gap-2 text-muted">
            <CircleDashed className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
            <span>Choose {conjunction.format(missing)}; then you see what this needs.</span>
          </p>
        ) : preview ? (
          <Verdict preview={preview} offer={offer} />
        ) : (
          <p className="text-muted">Asking…</p>
        )}
      </output>
    </section>
  );
}

function Verdict({ preview, offer }: Pick<Props, 'offer'> & { preview: PreviewView }) {
  if (!preview.allowed) {
    return (
      <div className="flex gap-2">
        <Ban className="mt-0.5 size-4 shrink-0 text-danger-ink" aria-hidden="true" />
        <div className="min-w-0">
          <p className="font-medium text-danger-ink">Not permitted</p>
          <ul className="mt-1 grid gap-1">
            {preview.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </div>
      </div>
    );
  }
  return (
    <div className="grid gap-4">
      <p className="flex gap-2 font-medium">
        <CircleCheck className="mt-0.5 size-4 shrink-0 text-success-ink" aria-hidden="true" />
        You may ask for this
      </p>
      {preview.warnings.map((warning) => (
        <Alert key={warning} tone="warning" title={warning} />
      ))}
      <dl className="grid gap-3">
        <div>
          <dt className="text-muted">Approvals</dt>
          <dd>
            {preview.approvals.length === 0 ? (
              'None needed'
            ) : (
              <ol className="grid gap-1">
                {preview.approvals.map((stage) => (
                  <li key={`${stage.flow}-${stage.stage}-${stage.from.join()}`}>
                    {plural(stage.needed, 'signature')} from {stage.from.map(spellGroup).join(' or ')}
                    <EligibleList stage={stage} />
                  </li>
                ))}
              </ol>
            )}
          </dd>
        </div>
        <div>
          <dt className="text-muted">The customer</dt>
          <dd>
            <Customer asked={preview.consent} offer={offer} />
          </dd>
        </div>
        <div>
          <dt className="text-muted">Longest duration</dt>
          <dd>{spellDuration(preview.maxDurationS)}</dd>
        </div>
        {preview.reasons.length > 0 && (
          <div>
            <dt className="text-muted">Why</dt>
            <dd>
              <ul className="grid gap-1">
                {preview.reasons.map((reason) => (
                  <li key={reason}>{reason}</li>
                ))}
              </ul>
            </dd>
          </div>
        )}
      </dl>
    </div>
  );
}

/** Who has offered it before is not asked again, and the agent sees so before filing. */
function Customer({ asked, offer }: Pick<Props, 'offer'> & { asked: boolean }) {
  if (offer?.covers) {
    return (
      <p className="flex gap-2">
        <CircleCheck className="mt-0.5 size-4 shrink-0 text-success-ink" aria-hidden="true" />
        <span>
          Covered by the customer’s offer
          {offer.at && (
            <>
              {' '}
              of <Time value={offer.at} show="exact" />
            </>
          )}
          : they are not asked again
        </span>
      </p>
    );
  }
  return (
    <>
      {asked ? 'Has to say yes' : 'Is told, but not asked'}
      {offer?.reason !== undefined && (
        <p className="mt-1 text-danger-ink">The code does not help: {offer.reason}</p>
      )}
    </>
  );
}
