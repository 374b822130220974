'use client';

import { useRouter } from 'next/navigation';
import { TextEntry } from '#components/delegation/text-entry.tsx';
import { FormCard } from '#components/form/form-card.tsx';
import type { FormAction } from '#components/form/form-state.ts';
import { useText } from '#components/form/use-text.ts';
import type { ClientView } from './view.ts';

/** Of a client of the registry file there is nothing to say but why. */
export function LetInForm({ client, propose }: { client: ClientView; propose: FormAction }) {
  const router = useRouter();
  const { text, setText, pending, submit, error, refused } = useText({
    action: propose,
    input: { id: client.id },
    name: 'reason',
    done: () => {
      setText('');
      router.refresh();
    },
  });
  return (
    <FormCard
      title="Propose to let it in again"
      description="It comes back as the registry file has it when the second person accepts. Nothing of what it had open comes back."
      onSubmit={submit}
      refusal={refused?.message}
      submit="Propose"
      pending={pending}
    >
      <TextEntry
        label="Why"
        name="reason"
        value={text}
        onChange={setText}
        maxLength={1000}
        rows={3}
        hint="Whoever accepts it signs under this reason."
        error={error}
      />
    </FormCard>
  );
}
