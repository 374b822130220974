import { readBlocks } from '#app/_views/read-blocks.ts';
import { readConsents, readEmergencies } from '#app/_views/read-delegations.ts';
import { readLive } from '#app/_views/read-live.ts';
import { blockAgent, stopAccess, unblockAgent } from '#app/account/actions.ts';
import { BlockedAgents } from '#components/delegation/blocked-agents.tsx';
import { WhoIsIn } from '#components/delegation/who-is-in.tsx';
import { Link } from '#components/ui/link.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export default async function WhoIsInPage() {
  const principal = await requirePrincipal('customer');
  const [first, drawn, emergencies, blocked] = await Promise.all([
    readConsents(principal),
    readLive(principal),
    readEmergencies(principal),
    readBlocks(principal),
  ]);
  return (
    <>
      <PageHeader title="Who is in" description="Nobody here acts in your account unless you can see it." />
      <WhoIsIn
        url="/account/consents/list"
        first={first}
        live={{ url: '/account/live', drawn }}
        emergencies={{ url: '/account/emergencies', drawn: emergencies }}
        reader={principal.id}
        stop={stopAccess}
        block={blockAgent}
      />
      <BlockedAgents url="/account/blocks" drawn={blocked} unblock={unblockAgent} />
      <p className="mt-8 text-sm">
        <Link href="/account/consents" className="font-medium text-accent-ink underline underline-offset-4">
          Everything you were ever asked
        </Link>
      </p>
    </>
  );
}
