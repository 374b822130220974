import type { ReactNode } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';

/** Rows of a backend's answer: it is shown as it comes, so that a backend may add members. */
type Item = Readonly<Record<string, unknown>>;

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '–';
const money = (item: Item) =>
  typeof item.total_minor === 'number'
    ? new Intl.NumberFormat('en-GB', { style: 'currency', currency: text(item.currency) }).format(
        item.total_minor / 100,
      )
    : '–';
const when = (value: unknown): ReactNode => (typeof value === 'string' ? <Time value={value} /> : 'never');

const columns: Record<string, { head: string; cell: (item: Item) => ReactNode }[]> = {
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

export function itemsOf(data: unknown): Item[] {
  return typeof data === 'object' && data !== null && 'items' in data && Array.isArray(data.items)
    ? data.items
    : [];
}

interface Props {
  section: { id: string; label: string };
  data: unknown;
  /** What can be done with one row, where something can. */
  actionFor?: (item: Item) => ReactNode;
}

/** One section of the customer's account, as the backend gave it to this session. */
export function AccountSection({ section, data, actionFor }: Props) {
  if (section.id === 'profile') {
    const profile = typeof data === 'object' && data !== null ? Object.entries(data) : [];
    return <KeyValues items={profile.map(([name, value]) => ({ key: name, value: text(value) }))} />;
  }
  const items = itemsOf(data);
  if (items.length === 0) return <EmptyState title="Nothing here">The account has none of these.</EmptyState>;
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
