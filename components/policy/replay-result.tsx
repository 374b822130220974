import { Badge, type Tone } from '#components/ui/badge.tsx';
import { Code } from '#components/ui/code.tsx';
import { Link } from '#components/ui/link.tsx';
import {
  type Affected,
  type Counts,
  type Effect,
  type Ending,
  type Few,
  figure,
  outcome,
  plural,
  type ReplayGroup,
  type ReplayResult as Result,
  times,
  total,
} from './replay.ts';

const effects: Record<Effect, { tone: Tone; text: string }> = {
  gains: { tone: 'danger', text: 'gains' },
  loses: { tone: 'warning', text: 'loses' },
  'needs more': { tone: 'info', text: 'is asked for more' },
};

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

function Figures({ result: { decisions, standing } }: { result: Result }) {
  const rows: [string, Counts][] = [
    ['Decisions', decisions],
    ['What stands now', standing],
  ];
  const heads = ['gain', 'lose', 'asked for more', 'as before'];
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label="Figures of the replay"
      className="overflow-x-auto rounded-control border border-line"
    >
      <table className="w-full text-left text-sm">
        <caption className="sr-only">How much of what was compared would change</caption>
        <thead>
          <tr className="border-b border-line bg-sunken text-xs text-muted">
            <td />
            {heads.map((head) => (
              <th key={head} scope="col" className="px-3 py-2 text-right font-semibold">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, { gains, loses, needsMore, unchanged }]) => (
            <tr key={name} className="border-b border-line last:border-b-0">
              <th scope="row" className="px-3 py-2 font-medium text-ink">
                {name}
              </th>
              <Figure count={gains} className="text-danger-ink" />
              <Figure count={loses} className="text-warning-ink" />
              <Figure count={needsMore} className="text-info-ink" />
              <Figure count={unchanged} className="text-muted" />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Figure({ count, className }: { count: number; className: string }) {
  return (
    <td
      className={`px-3 py-2 text-right tabular-nums ${count > 0 ? `font-semibold ${className}` : 'text-muted'}`}
    >
      {figure(count)}
    </td>
  );
}

function More({ more }: { more: number }) {
  return more > 0 ? <li className="text-muted">and {figure(more)} more</li> : null;
}

function Endings({ title, endings }: { title: string; endings: Few<Ending> }) {
  if (total(endings) === 0) return null;
  return (
    <section className="grid gap-2 text-sm">
      <h3 className="font-semibold text-ink">
        {title} ({figure(total(endings))})
      </h3>
      <ul className="grid gap-1.5">
        {endings.items.map(({ id, delegation, actor, subject }) => (
          <li key={id} className="[overflow-wrap:anywhere]">
            {actor} for {subject}{' '}
            <Link
              href={`/admin/policies/decisions?delegation=${delegation}`}
              className="whitespace-nowrap text-accent-ink underline underline-offset-4"
            >
              decisions of …{delegation.slice(-6)}
            </Link>
          </li>
        ))}
        <More more={endings.more} />
      </ul>
    </section>
  );
}

function People({ title, people }: { title: string; people: Few<Affected> }) {
  if (total(people) === 0) return null;
  return (
    <section className="grid content-start gap-2 text-sm">
      <h3 className="font-semibold text-ink">
        {title} ({figure(total(people))})
      </h3>
      <ul className="grid gap-1">
        {people.items.map(({ id, name, count }) => (
          <li key={id} className="flex justify-between gap-4">
            <span className="min-w-0 [overflow-wrap:anywhere]">{name}</span>
            <span className="whitespace-nowrap text-muted tabular-nums">{times(count)}</span>
          </li>
        ))}
        <More more={people.more} />
      </ul>
    </section>
  );
}

function Groups({ groups }: { groups: Few<ReplayGroup> }) {
  if (total(groups) === 0) return null;
  return (
    <section className="grid gap-2 text-sm">
      <h3 className="font-semibold text-ink">What changes, and why</h3>
      <ul className="grid gap-3">
        {groups.items.map((group) => (
          <li
            key={`${group.effect} ${group.why.join()}`}
            className="grid gap-2 rounded-control border border-line p-3"
          >
            <div className="flex items-start gap-3">
              <Badge tone={effects[group.effect].tone}>{effects[group.effect].text}</Badge>
              <ul className="min-w-0 text-ink [overflow-wrap:anywhere]">
                {group.why.map((why) => (
                  <li key={why}>{why}</li>
                ))}
              </ul>
            </div>
            <ul className="grid gap-0.5 text-muted">
              {group.places.map(({ where, count, actors }) => (
                <li key={where}>
                  {times(count)} {where}, {plural(actors, 'actor', 'actors')}
                </li>
              ))}
            </ul>
            <details>
              <summary className="cursor-pointer text-muted">Examples</summary>
              <ul className="mt-2 grid gap-1.5">
                {group.examples.map(({ id, actor, subject, actions }) => (
                  <li key={id} className="[overflow-wrap:anywhere]">
                    {actor} for {subject}: {actions.join(', ')} <Code>{id}</Code>
                  </li>
                ))}
              </ul>
            </details>
          </li>
        ))}
        <More more={groups.more} />
      </ul>
    </section>
  );
}
