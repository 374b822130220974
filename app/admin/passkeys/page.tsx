import type { Metadata } from 'next';
import { readOwnPasskeys, readPendingPasskeys } from '#app/_views/passkey-verbs.ts';
import {
  addPasskey,
  prepareEnrolment,
  registrationOptions,
  removePasskey,
  signEnrolment,
} from '#app/admin/passkeys/actions.ts';
import { EnrolForm } from '#components/passkey/enrol-form.tsx';
import { OwnPasskeys } from '#components/passkey/own-passkeys.tsx';
import { PendingPasskeys } from '#components/passkey/pending-passkeys.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'Passkeys' };

export default async function PasskeysPage() {
  const principal = await requirePrincipal('admin');
  const [own, pending] = await Promise.all([readOwnPasskeys(principal), readPendingPasskeys(principal)]);
  return (
    <>
      <PageHeader
        title="Passkeys"
        description="What you sign, you sign with a key that never leaves your device."
      />
      <div className="grid gap-6">
        <OwnPasskeys passkeys={own} remove={removePasskey} />
        <PendingPasskeys passkeys={pending} prepare={prepareEnrolment} sign={signEnrolment} />
        <EnrolForm withCode options={registrationOptions} add={addPasskey} />
      </div>
    </>
  );
}
