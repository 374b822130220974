import { Check, Circle, CircleDot, Minus, X } from 'lucide-react';
import { classNames } from '#components/ui/class-names.ts';
import { Time } from '#components/ui/time.tsx';
import { type Step, stepsOf } from './steps.ts';
import type { DelegationView } from './view.ts';

const looks: Record<Step['state'], { icon: typeof Check; dot: string; said: string }> = {
  done: { icon: Check, dot: 'border-success-line bg-success-soft text-success-ink', said: 'done' },
  now: { icon: CircleDot, dot: 'border-warning-line bg-warning-soft text-warning-ink', said: 'waiting' },
  open: { icon: Circle, dot: 'border-line bg-surface text-faint', said: 'not yet' },
  failed: { icon: X, dot: 'border-danger-line bg-danger-soft text-danger-ink', said: 'ended here' },
  skipped: { icon: Minus, dot: 'border-line bg-sunken text-faint', said: 'not reached' },
};

interface Props {
  delegation: DelegationView;
  reader?: 'staff' | 'customer';
}

export function Timeline({ delegation, reader }: Props) {
  const steps = stepsOf(delegation, reader);
  return (
    <ol className="grid">
      {steps.map((step, position) => {
        const { icon: Icon, dot, said } = looks[step.state];
        const quiet = step.state === 'open' || step.state === 'skipped';
        return (
          <li key={step.title} className="relative flex gap-3 pb-5 last:pb-0">
            {position < steps.length - 1 && (
              <span aria-hidden="true" className="absolute top-7 bottom-0 left-3.5 w-px bg-line" />
            )}
            <span className={classNames('grid size-7 shrink-0 place-items-center rounded-full border', dot)}>
              <Icon aria-hidden="true" className="size-3.5" />
            </span>
            <div className="min-w-0 pt-0.5 text-sm">
              <p className={quiet ? 'text-muted' : 'font-medium text-ink'}>
                {step.title}
                <span className="sr-only"> ({said})</span>
              </p>
              {(step.about || step.at) && (
                <p className="text-muted break-words">
                  {step.about} {step.at && <Time value={step.at} />}
                </p>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
