import { type Counts, figure, type ReplayResult } from './replay.ts';

/** How much changes, of what was decided and of what stands. */
export function Figures({ result: { decisions, standing } }: { result: ReplayResult }) {
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
