'use client';

import { DelegationList } from './delegation-list.tsx';
import { PageEnd } from './page-end.tsx';
import { SignInAgain } from './sign-in-again.tsx';
import { type Signer, sortInbox } from './signer.ts';
import { useDelegationPages } from './use-delegation-pages.ts';
import type { DelegationPage } from './view.ts';

const base = '/admin/approvals';

/** What waits for this signer first, then everything else that can be seen. */
export function Inbox({ url, first, signer }: { url: string; first: DelegationPage; signer: Signer }) {
  const { rows, ...end } = useDelegationPages(url, first);
  const { mine, others, granted, decided } = sortInbox(signer, rows);
  return (
    <div className="grid gap-8">
      <SignInAgain signer={signer} next={base} />
      {signer.mayApprove && (
        <DelegationList
          title="Waiting for your signature"
          empty="Nothing waits for you."
          rows={mine}
          base={base}
          reader="admin"
          groups={signer.groups}
        />
      )}
      <DelegationList
        title={signer.mayApprove ? 'Waiting for others' : 'Open requests'}
        empty={signer.mayApprove ? 'Nothing else is open.' : 'No request is open.'}
        rows={others}
        base={base}
        reader="admin"
        groups={signer.groups}
      />
      <DelegationList title="Granted" rows={granted} base={base} reader="admin" />
      <DelegationList title="Decided and ended" rows={decided} base={base} reader="admin" />
      <PageEnd {...end} />
    </div>
  );
}
