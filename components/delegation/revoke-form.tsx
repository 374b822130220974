'use client';

import { FormCard } from '#components/form/form-card.tsx';
import type { FormAction } from '#components/form/form-state.ts';
import { useText } from '#components/form/use-text.ts';
import { toast } from '#components/ui/toast.tsx';
import { plural } from './duration.ts';
import { TextEntry } from './text-entry.tsx';

/** Stops a grant at once and everywhere. A stop waits for no signature, only for its reason. */
export function RevokeForm({ id, revoke }: { id: string; revoke: FormAction }) {
  const { text, setText, pending, submit, error, refused } = useText({
    action: revoke,
    input: { id },
    name: 'reason',
    done: (state) => {
      const ended = Number(state.data?.sessionsEnded ?? 0);
      toast('Revoked', { tone: 'success', description: `${plural(ended, 'session')} ended.` });
    },
  });
  return (
    <FormCard
      title="Stop it now"
      description="Takes effect at once, everywhere. It cannot be undone."
      onSubmit={submit}
      refusal={refused?.message}
      submit="Revoke"
      danger
      pending={pending}
      className="grid gap-4"
    >
      <TextEntry
        label="Reason"
        name="reason"
        value={text}
        onChange={setText}
        maxLength={500}
        rows={2}
        hint="The customer and the agent read it."
        error={error}
      />
    </FormCard>
  );
}
