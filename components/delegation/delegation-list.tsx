import { ChevronRight } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import { Code } from '#components/ui/code.tsx';
import { Link } from '#components/ui/link.tsx';
import { Time } from '#components/ui/time.tsx';
import { EmergencyBadge } from './emergency-badge.tsx';
import { explainStatus, explainToCustomer, spellGroup } from './status.ts';
import { StatusBadge } from './status-badge.tsx';
import type { DelegationView } from './view.ts';

interface Props {
  title: string;
  /** What this list is of, when it has nothing in it; without it an empty list is not drawn. */
  empty?: string;
  rows: DelegationView[];
  /** How many there are, when only the first are listed. */
  count?: number;
  /** Each row leads to `${base}/${id}`. */
  base: string;
  reader: 'agent' | 'admin' | 'customer';
  /** The reader's own, to say what was escalated to them. */
  groups?: readonly string[];
}

export function DelegationList({ title, empty, rows, count = rows.length, base, reader, groups }: Props) {
  if (rows.length === 0 && empty === undefined) return null;
  return (
    <section aria-label={title} className="grid gap-2">
      <h2 className="flex items-baseline gap-2 text-base font-semibold text-ink">
        {title}
        <span className="text-sm font-normal text-muted tabular-nums">{count}</span>
      </h2>
      {rows.length === 0 ? (
        <p className="rounded-card border border-dashed border-line-strong px-5 py-4 text-sm text-muted">
          {empty}
        </p>
      ) : (
        <ul className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface shadow-raised">
          {rows.map((row) => (
            <Entry key={row.id} row={row} base={base} reader={reader} groups={groups} />
          ))}
        </ul>
      )}
    </section>
  );
}

type EntryProps = { row: DelegationView; groups: readonly string[] | undefined } & Pick<
  Props,
  'base' | 'reader'
>;

function Entry({ row, base, reader, groups = [] }: EntryProps) {
  const people = {
    agent: `for ${row.subject.name}`,
    admin: `${row.actor.name} for ${row.subject.name}`,
    customer: `asked by ${row.actor.name}`,
  }[reader];
  return (
    <li className="relative flex items-center gap-4 px-4 py-3.5 hover:bg-sunken/60 has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent sm:px-5">
      <div className="grid min-w-0 flex-1 gap-1">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Link
            href={`${base}/${row.id}`}
            className="font-medium text-ink outline-none after:absolute after:inset-0 after:content-['']"
          >
            {row.purpose.title} <span className="font-normal text-muted">{people}</span>
          </Link>
          <StatusBadge status={row.status} />
          {row.emergency && <EmergencyBadge />}
        </p>
        <p className="text-sm text-muted">
          {reader === 'customer' ? explainToCustomer(row) : explainStatus(row)}
        </p>
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
          <Time value={row.createdAt} />
          {reader !== 'customer' && <Code>{row.purpose.ref}</Code>}
          <Deadline row={row} />
          {reader === 'admin' && <Waiting row={row} groups={groups} />}
        </p>
      </div>
      <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-faint" />
    </li>
  );
}

/** How long the open stage has waited, and whether others were let in on it. */
function Waiting({ row, groups }: { row: DelegationView; groups: readonly string[] }) {
  const open =
    row.status === 'pending' ? row.approvals.find((stage) => stage.since !== undefined) : undefined;
  if (open?.since === undefined) return null;
  const to = open.escalatesTo ?? '';
  return (
    <>
      <span>
        waiting since <Time value={open.since} />
      </span>
      {open.escalated && (
        <Badge tone="warning">escalated to {groups.includes(to) ? 'you' : spellGroup(to)}</Badge>
      )}
    </>
  );
}

function Deadline({ row }: { row: DelegationView }) {
  if (row.status === 'pending') {
    return (
      <span>
        to be decided <Time value={row.decideBy} />
      </span>
    );
  }
  if (row.status === 'granted' && row.expiresAt) {
    return (
      <span>
        ends <Time value={row.expiresAt} />
      </span>
    );
  }
  if (row.status === 'granted' && row.startBy) {
    return (
      <span>
        to be started <Time value={row.startBy} />
      </span>
    );
  }
  return null;
}
