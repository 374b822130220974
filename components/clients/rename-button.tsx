'use client';

import { useRouter } from 'next/navigation';
import type { FormAction } from '#components/form/form-state.ts';
import { TextDialog } from '#components/form/text-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import type { ClientView } from './view.ts';

/** Its name is no right: one person gives it another one. */
export function RenameButton({ client, rename }: { client: ClientView; rename: FormAction }) {
  const router = useRouter();
  return (
    <TextDialog
      action={rename}
      input={{ id: client.id }}
      done={() => router.refresh()}
      trigger={<Button look="secondary">Rename</Button>}
      title="Rename the client"
      description="It is the same client with the same rights; what is open as a change of it has to be proposed anew."
      label="Name"
      name="name"
      initial={client.name}
      forgets
      isReady={(name) => name.trim() !== client.name}
      maxLength={120}
      confirm="Save the name"
    />
  );
}
