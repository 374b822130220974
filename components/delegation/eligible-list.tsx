import { spellGroup } from './status.ts';
import type { EligibleView, StageView } from './view.ts';

/** Who could sign an open stage now: by name for those who approve, counted for those who ask. */
export function EligibleList({ stage }: { stage: StageView }) {
  const { eligible } = stage;
  if (eligible === undefined) return null;
  return (
    <ul aria-label="Who can sign it now" className="grid gap-0.5 text-muted">
      {eligible.groups.map((one) => (
        <li key={one.group}>
          {spellGroup(one.group)}: {sayWho(one)}
        </li>
      ))}
    </ul>
  );
}

function sayWho({ count, people }: EligibleView['groups'][number]): string {
  if (count === 0) return 'nobody can sign this now';
  if (people === undefined) return `${count === 1 ? '1 person' : `${count} people`} can sign this now`;
  return `${people.map(({ name }) => name).join(', ')} can sign this now`;
}
