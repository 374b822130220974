'use client';

import { useRouter } from 'next/navigation';
import type { FormAction } from '#components/form/form-state.ts';
import { TextDialog } from '#components/form/text-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { shutOutWords } from './shut-out-words.ts';
import type { ClientView } from './view.ts';

/** One person shuts out, at once and with a reason; what that means is read first. */
export function ShutOutButton({ client, shutOut }: { client: ClientView; shutOut: FormAction }) {
  const router = useRouter();
  return (
    <TextDialog
      action={shutOut}
      input={{ id: client.id }}
      done={() => router.refresh()}
      trigger={<Button look="danger">Shut out</Button>}
      title={<span className="[overflow-wrap:anywhere]">Shut out {client.name}?</span>}
      description="Takes effect at once, everywhere."
      label="Reason"
      name="reason"
      maxLength={500}
      rows={3}
      hint="Kept in the log."
      confirm="Yes, shut it out"
      danger
    >
      <ul className="grid list-disc gap-1.5 pl-5 text-sm text-ink">
        {shutOutWords(client).map((consequence) => (
          <li key={consequence}>{consequence}</li>
        ))}
      </ul>
    </TextDialog>
  );
}
