import { Countdown } from '#components/delegation/countdown.tsx';
import { Card } from '#components/ui/card.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Link } from '#components/ui/link.tsx';
import { Time } from '#components/ui/time.tsx';
import { explainEnd, type SessionView, shownIn } from './view.ts';

const conjunction = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** One session as the customer reads it afterwards, or while it lasts. */
export function SessionFacts({ session }: { session: SessionView }) {
  const { actor, level, startedAt, expiresAt, endedAt, actions, delegation } = session;
  const shown = shownIn(session);
  const live = session.status === 'live';
  return (
    <Card title={live ? 'In your account now' : 'Over'}>
      <KeyValues
        items={[
          { key: 'Who', value: actor.name },
          { key: 'Came in', value: <Time value={startedAt} show="exact" /> },
          live
            ? { key: 'Time left', value: <Countdown until={expiresAt} /> }
            : { key: 'Ended', value: endedAt === undefined ? '–' : <Time value={endedAt} show="exact" /> },
          ...(live
            ? [{ key: 'At the moment', value: level === 'write' ? 'May read and change' : 'May read only' }]
            : [{ key: 'How', value: explainEnd(session, actor.name, 'you') }]),
          { key: 'Allowed', value: actions.map(({ title }) => title).join(', ') },
          ...(shown.length > 0 ? [{ key: 'Hidden, but shown', value: conjunction.format(shown) }] : []),
          {
            key: 'Why',
            value: (
              <Link href={`/account/consents/${delegation}`} className="underline underline-offset-4">
                The request, and what you said to it
              </Link>
            ),
          },
        ]}
      />
    </Card>
  );
}
