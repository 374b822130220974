import { Link } from '#components/ui/link.tsx';
import { type Affected, type Ending, type Few, figure, times, total } from './replay.ts';

/** The last line of a list that was cut. */
export function More({ more }: { more: number }) {
  return more > 0 ? <li className="text-muted">and {figure(more)} more</li> : null;
}

export function Endings({ title, endings }: { title: string; endings: Few<Ending> }) {
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

export function People({ title, people }: { title: string; people: Few<Affected> }) {
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
