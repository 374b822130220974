'use client';

import { useState } from 'react';
import { fields, useAction } from '#components/delegation/use-action.ts';
import type { FormAction } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { Time } from '#components/ui/time.tsx';
import { compared, figure, type ReplayView } from './replay.ts';
import { ReplayResult } from './replay-result.tsx';
import { useReplay } from './use-replay.ts';

export interface ReplayProps {
  /** Where the newest one is read again. */
  url: string;
  drawn: ReplayView | null;
}

interface Props extends ReplayProps {
  proposal: string;
  /** Absent: nothing is started any more. */
  start?: FormAction | undefined;
}

/** What the proposal would have meant for what was decided, and means for what stands. */
export function ReplayCard({ proposal, url, drawn, start }: Props) {
  const { replay, failed } = useReplay(url, drawn);
  const state = replay?.state;
  return (
    <Card
      title="Its replay"
      description="Recorded decisions and everything that stands now, asked again under this version. Nothing changes by it."
    >
      <div className="grid gap-5">
        {failed !== undefined && (
          <Alert tone="warning" title="This may be out of date">
            {failed}
          </Alert>
        )}
        {replay === null && (
          <Alert tone="warning" title="No replay was run">
            {start
              ? 'Nobody knows yet who would gain, who would lose, and which sessions would end.'
              : 'It was decided without one.'}
          </Alert>
        )}
        {replay !== null && state?.status === 'running' && <Progress replay={replay} />}
        {state?.status === 'failed' && (
          <Alert tone="danger" title="The replay came to nothing">
            {state.why}
          </Alert>
        )}
        {replay !== null && state?.status === 'done' && (
          <>
            <p className="text-sm text-muted">
              {compared(replay)} {replay.startedBy} asked for it, <Time value={state.finishedAt} />.
            </p>
            <ReplayResult result={state.result} />
          </>
        )}
        {start && state?.status !== 'running' && (
          <Start proposal={proposal} start={start} isFirst={replay === null} />
        )}
      </div>
    </Card>
  );
}

function Progress({ replay: { looked, size, days, startedBy } }: { replay: ReplayView }) {
  const done = size === 0 ? 1 : Math.min(1, looked / size);
  return (
    <div className="grid gap-2 text-sm">
      <p className="flex flex-wrap justify-between gap-x-4">
        <span className="font-medium text-ink" id="replay-runs">
          The replay runs
        </span>
        <span className="text-muted tabular-nums">
          {figure(Math.min(looked, size))} of {figure(size)} looked at
        </span>
      </p>
      <progress
        aria-labelledby="replay-runs"
        value={done}
        max={1}
        className="h-2 w-full appearance-none overflow-hidden rounded-full bg-sunken accent-(--accent) [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent"
      />
      <p className="text-muted">
        The last {days === 1 ? 'day' : `${days} days`}, asked for by {startedBy}. You may leave this page: the
        result is kept.
      </p>
    </div>
  );
}

const spans = [1, 7, 30, 90];

function Start({ proposal, start, isFirst }: { proposal: string; start: FormAction; isFirst: boolean }) {
  const [days, setDays] = useState('7');
  const { pending, refused, run } = useAction(start, () => undefined);
  return (
    <div className="grid gap-3">
      {refused !== undefined && <Alert tone="danger" title={refused.message} />}
      <div className="flex flex-wrap items-end gap-3">
        <Field label="Look back" name="days" required>
          {({ required: _, ...control }) => (
            <Select {...control} value={days} onChange={(event) => setDays(event.target.value)}>
              {spans.map((span) => (
                <option key={span} value={span}>
                  {span === 1 ? '1 day' : `${span} days`}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Button
          look={isFirst ? 'primary' : 'secondary'}
          pending={pending}
          onClick={() => run(fields({ id: proposal, days }))}
        >
          {isFirst ? 'Run the replay' : 'Run it again'}
        </Button>
      </div>
    </div>
  );
}
