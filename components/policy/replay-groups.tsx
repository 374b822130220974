import { Badge, type Tone } from '#components/ui/badge.tsx';
import { Code } from '#components/ui/code.tsx';
import { type Effect, type Few, plural, type ReplayGroup, times, total } from './replay.ts';
import { More } from './replay-lists.tsx';

const effects: Record<Effect, { tone: Tone; text: string }> = {
  gains: { tone: 'danger', text: 'gains' },
  loses: { tone: 'warning', text: 'loses' },
  'needs more': { tone: 'info', text: 'is asked for more' },
};

/** What changes in the same way for the same reasons, with a few decisions to look at. */
export function Groups({ groups }: { groups: Few<ReplayGroup> }) {
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
