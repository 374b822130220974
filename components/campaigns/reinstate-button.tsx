'use client';

import type { FormAction } from '#components/form/form-state.ts';
import { TextDialog } from '#components/form/text-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import type { ItemView } from './view.ts';

/** Lets a group that a review took away count again, before the next review asks. */
export function ReinstateButton({ item, reinstate }: { item: ItemView; reinstate: FormAction }) {
  const { person, group } = item.facts;
  return (
    <TextDialog
      action={reinstate}
      input={{ person: String(person), group: String(group) }}
      done={() => undefined}
      trigger={
        <Button size="small" look="secondary">
          Reinstate
          <span className="sr-only"> {item.title}</span>
        </Button>
      }
      title={`Reinstate ${item.title}`}
      description="The group gives its roles again from this moment."
      label="Reason"
      name="reason"
      maxLength={500}
      rows={3}
      hint="Kept in the log, with your name."
      confirm="Reinstate the group"
    />
  );
}
