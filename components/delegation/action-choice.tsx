'use client';

import { Choice } from '#components/ui/choice.tsx';
import { ActionEffects } from './action-effects.tsx';
import { Choices } from './choices.tsx';
import { RiskBadge } from './risk-badge.tsx';
import type { ActionView } from './view.ts';

interface Props {
  legend: string;
  hint?: string;
  actions: ActionView[];
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
  error?: string | undefined;
  /** What policy says about single actions, by id. */
  remarks?: ReadonlyMap<string, string>;
  /** Staff see ids and risks; customers read sentences. */
  reader?: 'staff' | 'customer';
  /** What each action does is told elsewhere on the page. */
  brief?: boolean;
}

export function ActionChoice(props: Props) {
  const { legend, hint, actions, chosen, onChange, error, remarks, reader = 'staff', brief } = props;
  const toggle = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    onChange(next);
  };
  return (
    <Choices legend={legend} {...(hint === undefined ? {} : { hint })} error={error}>
      {actions.map((action) => (
        <Choice
          key={action.id}
          type="checkbox"
          name="actions"
          value={action.id}
          checked={chosen.has(action.id)}
          onChange={(event) => toggle(action.id, event.target.checked)}
          label={action.title}
          hint={
            brief ? undefined : (
              <ActionEffects action={action} remark={remarks?.get(action.id)} reader={reader} />
            )
          }
          aside={reader === 'staff' ? <RiskBadge risk={action.risk} /> : undefined}
        />
      ))}
    </Choices>
  );
}
