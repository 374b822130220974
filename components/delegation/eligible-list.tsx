import { spellGroup } from './status.ts';
import type { EligibleView, StageView } from './view.ts';

/** Who could sign an open stage now: by name for those who approve, counted for those who ask. */
export function EligibleList({ stage }: { stage: StageView }) {
  const { eligible, since } = stage;
  if (eligible === undefined) return null;
  const when = since === undefined ? 'in turn' : 'now';
  return (
    <ul aria-label={`Who can sign it ${when}`} className="grid gap-0.5 text-muted">
      {eligible.groups.map((one) => (
        <li key={one.group}>
          {spellGroup(one.group)}: {sayWho(one)} {when}
        </li>
      ))}
    </ul>
  );
}

function sayWho({ count, people }: EligibleView['groups'][number]): string {
  if (count === 0) return 'nobody can sign this';
  if (people !== undefined) return `${people.map(({ name }) => name).join(', ')} can sign this`;
  return `${count === 1 ? '1 person' : `${count} people`} can sign this`;
}
