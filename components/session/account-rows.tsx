import type { ReactNode } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';

/** Rows of a backend's answer: it is shown as it comes, so that a backend may add members. */
export type Item = Readonly<Record<string, unknown>>;

export const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '–';
const money = (item: Item) =>
  typeof item.total_minor === 'number'
    ? new Intl.NumberFormat('en-GB', { style: 'currency', currency: text(item.currency) }).format(
        item.total_minor / 100,
      )
    : '–';
const when = (value: unknown): ReactNode => (typeof value === 'string' ? <Time value={value} /> : 'never');

interface Column {
  head: string;
  cell: (item: Item) => ReactNode;
}

const columns: Record<string, Column[]> = {
  settings: [
    { head: 'Setting', cell: (item) => text(item.title) },
    { head: 'Value', cell: (item) => <code>{text(item.value)}</code> },
  ],
  credentials: [
    { head: 'Name', cell: (item) => text(item.name) },
    { head: 'Key', cell: (item) => <code>{text(item.masked)}</code> },
    { head: 'Last used', cell: (item) => when(item.last_used_at) },
    { head: 'Rotated', cell: (item) => when(item.rotated_at) },
  ],
  sessions: [
    { head: 'Device', cell: (item) => text(item.device) },
    { head: 'Place', cell: (item) => text(item.place) },
    { head: 'Last seen', cell: (item) => when(item.last_seen_at) },
  ],
  invoices: [
    { head: 'Number', cell: (item) => text(item.number) },
    { head: 'Issued', cell: (item) => text(item.issued_on) },
    { head: 'Status', cell: (item) => <Badge>{text(item.status)}</Badge> },
    { head: 'Total', cell: money },
  ],
  team: [
    { head: 'Name', cell: (item) => text(item.name) },
    { head: 'E-mail', cell: (item) => text(item.email) },
    { head: 'Role', cell: (item) => text(item.role) },
  ],
};

interface Props {
  section: { id: string; label: string };
  items: readonly Item[];
  /** What can be done with one row, where something can. */
  actionFor: ((item: Item) => ReactNode) | undefined;
}

/** What is several of a kind in an account: keys, sign-ins, invoices. */
export function AccountRows({ section, items, actionFor }: Props) {
  const shown = columns[section.id] ?? [];
  return (
    <Table caption={section.label}>
      <thead>
        <tr>
          {shown.map(({ head }) => (
            <HeadCell key={head}>{head}</HeadCell>
          ))}
          {actionFor && <HeadCell>Change</HeadCell>}
        </tr>
      </thead>
      <tbody>
        {items.map((item, i) => (
          <Row key={text(item.id ?? item.key ?? i)}>
            {shown.map(({ head, cell }) => (
              <Cell key={head}>{cell(item)}</Cell>
            ))}
            {actionFor && <Cell>{actionFor(item)}</Cell>}
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
