'use client';

import {
  createColumnHelper,
  createExpandedRowModel,
  rowExpandingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { ChevronRight } from 'lucide-react';
import { Fragment } from 'react';
import { useLiveView } from '#components/live/use-live-view.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { Code } from '#components/ui/code.tsx';
import { Link } from '#components/ui/link.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { EntryDetail } from './entry-detail.tsx';
import type { EntryPage, EntryView } from './view.ts';

const features = tableFeatures({ rowExpandingFeature, expandedRowModel: createExpandedRowModel() });
const column = createColumnHelper<typeof features, EntryView>();

const columns = column.columns([
  column.accessor('index', {
    header: '#',
    cell: ({ row, getValue }) => (
      <button
        type="button"
        onClick={row.getToggleExpandedHandler()}
        aria-expanded={row.getIsExpanded()}
        aria-controls={`entry-${row.original.index}`}
        className="-m-1 inline-flex cursor-pointer items-center gap-1.5 rounded-control p-1 font-mono tabular-nums"
      >
        <ChevronRight
          aria-hidden="true"
          className={classNames('size-4 text-muted', row.getIsExpanded() && 'rotate-90')}
        />
        <span className="sr-only">Entry </span>
        {getValue()}
      </button>
    ),
  }),
  column.accessor('type', {
    header: 'What',
    cell: ({ row, getValue }) => (
      <span className="grid gap-1">
        <Code className="w-fit whitespace-nowrap">{getValue()}</Code>
        {row.original.refused && (
          <span className="inline-flex flex-wrap items-center gap-2">
            <Badge tone="danger">refused</Badge>
            <span className="text-danger-ink">{row.original.code}</span>
          </span>
        )}
      </span>
    ),
  }),
  column.accessor((entry) => entry.actor?.name ?? entry.actor?.id ?? '', {
    id: 'actor',
    header: 'Who',
    cell: ({ getValue }) => <OneLine text={getValue()} />,
  }),
  column.accessor((entry) => entry.subject?.name ?? entry.subject?.id ?? '', {
    id: 'subject',
    header: 'About',
    cell: ({ getValue }) => <OneLine text={getValue()} />,
  }),
  column.accessor('time', {
    header: 'Time',
    cell: ({ getValue }) => <Time value={getValue()} show="exact" className="whitespace-nowrap" />,
  }),
  column.accessor((entry) => entry.delegation ?? '', {
    id: 'delegation',
    header: 'Delegation',
    cell: ({ getValue }) =>
      getValue() ? (
        <Link
          href={`/admin/audit?delegation=${getValue()}`}
          title={getValue()}
          className="block max-w-28 truncate font-mono text-xs leading-5 text-accent-ink underline underline-offset-2"
        >
          {getValue()}
        </Link>
      ) : (
        <span>–</span>
      ),
  }),
]);

function OneLine({ text }: { text: string }) {
  return (
    <span title={text} className="block max-w-36 truncate">
      {text || '–'}
    </span>
  );
}

/** The log's entries in the log's order; each opens to the bytes that it commits to. */
export function AuditTable({ url, drawn }: { url: string; drawn: EntryPage }) {
  const { view, failed } = useLiveView(url, drawn);
  const table = useTable({
    features,
    columns,
    data: view.items,
    getRowId: (entry) => String(entry.index),
    getRowCanExpand: () => true,
    autoResetExpanded: false,
  });
  return (
    <>
      {failed !== undefined && (
        <Alert tone="warning" title="This list may be out of date">
          {failed}
        </Alert>
      )}
      <Table caption="Entries of the log">
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => (
                <HeadCell key={header.id}>
                  <table.FlexRender header={header} />
                </HeadCell>
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <Fragment key={row.id}>
              <Row className={row.original.refused ? 'bg-danger-soft' : ''}>
                {row.getAllCells().map((cell) => (
                  <Cell key={cell.id}>
                    <table.FlexRender cell={cell} />
                  </Cell>
                ))}
              </Row>
              {row.getIsExpanded() && (
                <tr id={`entry-${row.original.index}`} className="border-b border-line bg-sunken">
                  <td colSpan={columns.length} className="px-4 py-4">
                    <EntryDetail entry={row.original} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </Table>
    </>
  );
}
