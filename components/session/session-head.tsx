import type { FormAction } from '#components/form/form-state.ts';
import { SessionBanner } from './banner.tsx';
import { EndedNotice } from './ended-notice.tsx';
import { GivesWay } from './gives-way.tsx';
import type { SessionView } from './view.ts';

interface Props {
  /** The newest session of the agent, live or not. */
  session: SessionView | undefined;
  /** The notice of this ended session was read. */
  read: string | undefined;
  end: FormAction;
  dismiss: FormAction;
}

const NOTICE_LASTS_MS = 30 * 60_000;

/** Above every page of the support door: the banner while a session is live, then what ended it. */
export function SessionHead({ session, read, end, dismiss }: Props) {
  if (session === undefined) return null;
  if (session.status === 'live') {
    return (
      <GivesWay sid={session.sid} dismiss={dismiss}>
        <SessionBanner session={session} end={end} />
      </GivesWay>
    );
  }
  const { endedAt, sid } = session;
  const recent = endedAt !== undefined && Date.now() - Date.parse(endedAt) < NOTICE_LASTS_MS;
  return recent && sid !== read ? <EndedNotice session={session} dismiss={dismiss} /> : null;
}
