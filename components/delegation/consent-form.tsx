'use client';

import { useEffect, useRef, useState } from 'react';
import type { FormAction } from '#components/form/form-state.ts';
import { useSigning } from '#components/signing/use-signing.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { ActionChoice } from './action-choice.tsx';
import { ConsentDialog } from './consent-dialog.tsx';
import { DurationChoice } from './duration-choice.tsx';
import { type DelegationView, longestDuration } from './view.ts';

interface Props {
  delegation: DelegationView;
  prepare: FormAction;
  sign: FormAction;
}

/** Yes to all of it, yes to less, or no; the answer is read once more before it counts. */
export function ConsentForm({ delegation, prepare, sign }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const notice = useRef<HTMLDivElement>(null);
  const askedS = longestDuration(delegation.effective);
  const actions = delegation.effective
    .flatMap((detail) => detail.actions)
    .filter((action, position, all) => all.findIndex((one) => one.id === action.id) === position);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(actions.map((action) => action.id)));
  const [durationS, setDurationS] = useState(askedS);
  const [decision, setDecision] = useState<'give' | 'refuse'>('give');
  const signing = useSigning({ prepare, sign }, () => undefined);
  const { prepared, refused } = signing;
  const less = chosen.size < actions.length || durationS < askedS;
  const name = delegation.actor.name;

  useEffect(() => {
    if (refused !== undefined) notice.current?.focus();
  }, [refused]);

  const start = (next: 'give' | 'refuse') => {
    if (form.current === null) return;
    const input = new FormData(form.current);
    input.set('decision', next);
    setDecision(next);
    signing.ask(input);
  };

  return (
    <Card
      title="Your answer"
      description="Untick whatever you do not want. You can stop it later at any time."
    >
      <form ref={form} onSubmit={(event) => event.preventDefault()} className="grid gap-6">
        <input type="hidden" name="id" value={delegation.id} />
        <div ref={notice} tabIndex={-1} className="outline-none empty:hidden">
          {refused !== undefined && prepared === undefined && <Alert tone="danger" title={refused.message} />}
        </div>
        <ActionChoice
          legend={`${name} may`}
          actions={actions}
          chosen={chosen}
          onChange={setChosen}
          reader="customer"
        />
        <DurationChoice
          label="For at most"
          hint="Counted from the moment they come in. After that it closes by itself."
          longestS={askedS}
          value={durationS}
          onChange={setDurationS}
        />
        <div className="flex flex-wrap gap-2">
          <Button
            size="large"
            onClick={() => start('give')}
            pending={signing.preparing && decision === 'give'}
            disabled={signing.preparing || chosen.size === 0}
          >
            {less ? 'Allow only this' : 'Allow'}
          </Button>
          <Button
            size="large"
            look="secondary"
            onClick={() => start('refuse')}
            pending={signing.preparing && decision === 'refuse'}
            disabled={signing.preparing}
          >
            Refuse
          </Button>
        </div>
        {chosen.size === 0 && <p className="text-sm text-muted">With nothing left to allow, refuse.</p>}
      </form>
      {prepared !== undefined && (
        <ConsentDialog
          prepared={prepared}
          decision={decision}
          name={name}
          titles={actions.filter((action) => chosen.has(action.id)).map((action) => action.title)}
          durationS={durationS}
          preparing={signing.preparing}
          signing={signing.signing}
          refused={refused}
          onConfirm={signing.confirm}
          onResend={() => start(decision)}
          onCancel={signing.cancel}
        />
      )}
    </Card>
  );
}
