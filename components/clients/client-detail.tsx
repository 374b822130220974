import type { FormAction } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { ChangeList } from './change-list.tsx';
import { ClientFacts } from './client-facts.tsx';
import { ClientState } from './client-list.tsx';
import { LetInForm } from './let-in-form.tsx';
import { OpenChange } from './open-change.tsx';
import { ProposeForm } from './propose-form.tsx';
import { RenameButton } from './rename-button.tsx';
import { ShutOutButton } from './shut-out-button.tsx';
import { type ChangeRow, type ChangeView, type ClientView, kindText } from './view.ts';

interface Props {
  client: ClientView;
  open: ChangeView[];
  past: ChangeRow[];
  /** The one who reads. */
  reader: string;
  propose: FormAction;
  proposeLettingIn: FormAction;
  rename: FormAction;
  shutOut: FormAction;
  prepare: FormAction;
  sign: FormAction;
  withdraw: FormAction;
}

export function ClientDetail({ client, open, past, reader, ...actions }: Props) {
  const { propose, proposeLettingIn, rename, shutOut, ...deciding } = actions;
  return (
    <>
      <PageHeader
        title={<span className="[overflow-wrap:anywhere]">{client.name}</span>}
        description={kindText(client)}
        status={<ClientState enabled={client.enabled} />}
        actions={
          <>
            {client.keptBy === 'api' && <RenameButton client={client} rename={rename} />}
            {client.enabled && <ShutOutButton client={client} shutOut={shutOut} />}
          </>
        }
        back={{ href: '/admin/clients', label: 'Clients' }}
      />
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-start">
        <div className="grid min-w-0 gap-6">
          {open.map((change) => (
            <OpenChange key={change.id} change={change} reader={reader} {...deciding} />
          ))}
          <Proposing client={client} propose={propose} proposeLettingIn={proposeLettingIn} />
          {past.length > 0 && <ChangeList caption="What was proposed before" changes={past} />}
        </div>
        <ClientFacts client={client} />
      </div>
    </>
  );
}

function Proposing({
  client,
  propose,
  proposeLettingIn,
}: Pick<Props, 'client' | 'propose' | 'proposeLettingIn'>) {
  if (client.keptBy === 'api')
    return <ProposeForm key={String(client.enabled)} client={client} propose={propose} />;
  if (!client.enabled) return <LetInForm client={client} propose={proposeLettingIn} />;
  return (
    <Alert title="Kept in the registry file">
      It is changed there, and reviewed there. Nobody changes it here but by shutting it out.
    </Alert>
  );
}
