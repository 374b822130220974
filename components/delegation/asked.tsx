import { Card } from '#components/ui/card.tsx';
import { Code } from '#components/ui/code.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Time } from '#components/ui/time.tsx';
import { ActionEffects } from './action-effects.tsx';
import { spellDuration } from './duration.ts';
import { RiskBadge } from './risk-badge.tsx';
import { type ActionView, type DelegationView, leftOut, longestDuration } from './view.ts';

/** Who asked to act for whom, to do what, why and for how long; what signers took out is struck through. */
export function Asked({ delegation }: { delegation: DelegationView }) {
  const { actor, subject, purpose, requested, effective } = delegation;
  const askedS = longestDuration(requested);
  const leftS = longestDuration(effective);
  return (
    <Card title="What was asked">
      <div className="grid gap-6">
        <KeyValues
          items={[
            { key: 'Who', value: <Named {...actor} /> },
            { key: 'For whom', value: <Named {...subject} /> },
            {
              key: 'What for',
              value: (
                <>
                  {purpose.title}, ticket <Code>{purpose.ref}</Code>
                </>
              ),
            },
            { key: 'Why', value: <span className="whitespace-pre-wrap">{delegation.justification}</span> },
            {
              key: 'How long',
              value:
                leftS < askedS && leftS > 0 ? (
                  <>
                    <del className="text-muted">{spellDuration(askedS)}</del> {spellDuration(leftS)}, from the
                    first start
                  </>
                ) : (
                  `${spellDuration(askedS)}, from the first start`
                ),
            },
            { key: 'Start', value: <Start delegation={delegation} /> },
            { key: 'Decide by', value: <Time value={delegation.decideBy} show="both" /> },
          ]}
        />
        {requested.map((detail) => (
          <div key={`${detail.identifier} ${detail.locations.join(' ')}`} className="grid gap-2">
            <h3 className="text-sm font-medium text-ink">
              {detail.backend} · <Code>{detail.identifier}</Code>
            </h3>
            <ActionList actions={detail.actions} leftOut={leftOut(detail, effective)} />
          </div>
        ))}
      </div>
    </Card>
  );
}

function Start({ delegation }: { delegation: DelegationView }) {
  const { notBefore, effectiveNotBefore, startWithinS } = delegation;
  if (effectiveNotBefore === undefined) return `within ${spellDuration(startWithinS)} of the grant`;
  const moved = notBefore !== undefined && notBefore !== effectiveNotBefore;
  return (
    <>
      {moved && (
        <del className="text-muted">
          <Time value={notBefore} show="exact" />
        </del>
      )}{' '}
      not before <Time value={effectiveNotBefore} show="exact" />, and within {spellDuration(startWithinS)} of
      that
    </>
  );
}

function ActionList({ actions, leftOut: out }: { actions: ActionView[]; leftOut: string[] }) {
  return (
    <ul className="grid divide-y divide-line rounded-control border border-line">
      {actions.map((action) => {
        const gone = out.includes(action.id);
        return (
          <li key={action.id} className="flex items-start justify-between gap-3 px-3 py-2.5 text-sm">
            <div className="min-w-0">
              {gone ? (
                <p className="text-muted">
                  <del>{action.title}</del> taken out by a signer
                </p>
              ) : (
                <>
                  <p className="font-medium text-ink">{action.title}</p>
                  <div className="text-muted">
                    <ActionEffects action={action} />
                  </div>
                </>
              )}
            </div>
            <RiskBadge risk={action.risk} />
          </li>
        );
      })}
    </ul>
  );
}

function Named({ id, name }: { id: string; name: string }) {
  return (
    <>
      {name} <Code className="ml-1">{id}</Code>
    </>
  );
}
