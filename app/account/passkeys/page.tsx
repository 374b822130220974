import type { Metadata } from 'next';
import { readOwnPasskeys } from '#app/_views/passkey-verbs.ts';
import {
  addPasskey,
  prepareEnrolment,
  registrationOptions,
  removePasskey,
  signEnrolment,
} from '#app/account/passkeys/actions.ts';
import { EnrolForm } from '#components/passkey/enrol-form.tsx';
import { OwnPasskeys } from '#components/passkey/own-passkeys.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'Passkeys' };

export default async function PasskeysPage() {
  const principal = await requirePrincipal('customer');
  return (
    <>
      <PageHeader
        title="Passkeys"
        description="What you sign, you sign with a key that never leaves your device."
      />
      <div className="grid gap-6">
        <OwnPasskeys
          passkeys={await readOwnPasskeys(principal)}
          remove={removePasskey}
          letIn={{ prepare: prepareEnrolment, sign: signEnrolment }}
        />
        <EnrolForm withCode={false} options={registrationOptions} add={addPasskey} />
      </div>
    </>
  );
}
