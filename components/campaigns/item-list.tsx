'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { PageEnd } from '#components/delegation/page-end.tsx';
import type { FormAction } from '#components/form/form-state.ts';
import { readJson } from '#components/live/read-json.ts';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { Code } from '#components/ui/code.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Time } from '#components/ui/time.tsx';
import { AnswerButtons } from './answer-buttons.tsx';
import { ReinstateButton } from './reinstate-button.tsx';
import {
  type Answerer,
  answeredByText,
  answerText,
  type ItemPage,
  type ItemView,
  isAboutOneself,
  kindText,
  mayAnswer,
  mayReinstate,
  settledText,
} from './view.ts';

interface Props {
  url: string;
  first: ItemPage;
  answerer: Answerer;
  prepare: FormAction;
  sign: FormAction;
  reinstate: FormAction;
}

const withCursor = (url: string, cursor: string): string =>
  `${url}${url.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`;

/** What a review goes through, each with what its owner has to know to answer. */
export function ItemList({ url, first, answerer, prepare, sign, reinstate }: Props) {
  const query = useInfiniteQuery({
    queryKey: ['campaign', url],
    queryFn: ({ pageParam, signal }) =>
      readJson<ItemPage>(pageParam ? withCursor(url, pageParam) : url, { signal }),
    initialPageParam: '',
    initialData: { pages: [first], pageParams: [''] },
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const items = query.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <EmptyState title="Nothing fits" />;
  return (
    <div className="grid gap-6">
      <ul
        aria-label="Items"
        className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface shadow-raised"
      >
        {items.map((item) => (
          <li key={item.id} className="flex flex-wrap items-start justify-between gap-4 px-5 py-4">
            <Item item={item} isOwn={isAboutOneself(answerer, item)} />
            {mayAnswer(answerer, item) && <AnswerButtons item={item} prepare={prepare} sign={sign} />}
            {mayReinstate(answerer, item) && <ReinstateButton item={item} reinstate={reinstate} />}
          </li>
        ))}
      </ul>
      <PageEnd
        failed={query.error?.message}
        more={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
        loading={query.isFetchingNextPage}
      />
    </div>
  );
}

const tones: Record<ItemView['status'], Tone> = { open: 'warning', answered: 'success', lapsed: 'danger' };

function Item({ item, isOwn }: { item: ItemView; isOwn: boolean }) {
  const { title, kind, status, answer, lastUsedAt, facts } = item;
  const settled = settledText(item);
  return (
    <div className="grid min-w-0 flex-1 basis-72 gap-1.5">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-medium text-ink">{title}</span>
        <Badge tone={answer === 'keep' || !answer ? tones[status] : 'danger'} dot>
          {answer ? answerText[answer] : status}
        </Badge>
        {settled && <Badge tone={settled === 'counts again' ? 'success' : 'neutral'}>{settled}</Badge>}
      </p>
      <p className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
        <span>{kindText[kind]}</span>
        <span>{isOwn ? 'About yourself: somebody else answers' : answeredByText(item)}</span>
        {lastUsedAt && (
          <span>
            last used <Time value={lastUsedAt} />
          </span>
        )}
      </p>
      <p className="flex flex-wrap gap-x-3 gap-y-1 text-sm text-muted">
        {Object.entries(facts).map(([name, value]) => (
          <span key={name} className="min-w-0 [overflow-wrap:anywhere]">
            {name.replaceAll('_', ' ')} <Code>{String(value)}</Code>
          </span>
        ))}
      </p>
      {item.answeredBy && item.answeredAt && (
        <p className="text-sm text-muted">
          {item.answeredBy}, <Time value={item.answeredAt} />
          {item.comment && `: ${item.comment}`}
        </p>
      )}
    </div>
  );
}
