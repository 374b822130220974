import { outcome, type ReplayResult as Result } from './replay.ts';
import { Figures } from './replay-figures.tsx';
import { Groups } from './replay-groups.tsx';
import { Endings, People } from './replay-lists.tsx';

/** Who gains comes first: a policy that lets more through is what a second person is there for. */
export function ReplayResult({ result }: { result: Result }) {
  return (
    <div className="grid gap-6">
      <p className="font-medium text-ink" role="status" aria-label="Outcome of the replay">
        {outcome(result)}
      </p>
      <Figures result={result} />
      <Endings title="Live sessions that would end" endings={result.sessions} />
      <Endings title="Grants that could not be used any more" endings={result.grants} />
      <div className="grid gap-6 empty:hidden sm:grid-cols-2">
        <People title="Who would gain" people={result.gains} />
        <People title="Who would lose" people={result.loses} />
        <People title="Who would be asked for more" people={result.needsMore} />
      </div>
      <Groups groups={result.groups} />
    </div>
  );
}
