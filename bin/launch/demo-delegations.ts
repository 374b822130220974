import { z } from 'zod';
import type { DemoPerson, DemoWorld } from '#examples/demo-world/world.ts';
import { type BrokerAccess, brokerAccess, type Call } from './broker-access.ts';
import { type DemoDelegations, demoFilePath } from './demo-file.ts';
import { LaunchError } from './launch-error.ts';
import { readIfThere } from './private-file.ts';
import type { Settings } from './settings.ts';

const Delegation = z.object({
  id: z.string(),
  status: z.string(),
  decide_by: z.coerce.date(),
  start_by: z.coerce.date().nullish(),
  sessions: z.array(z.unknown()),
});
const Before = z.object({
  delegations: z.object({ pending: z.string().optional(), granted: z.string().optional() }),
});
const Statement = z.object({ statement: z.unknown(), nonce: z.string() });

const STILL_USEFUL_MS = 3600 * 1000;

/**
 * The probe's two delegations, one pending and one granted, filed and decided through the ordinary API by those
 * who may. Those of the last start are kept while they can still be used.
 */
export async function demoDelegations(settings: Settings, world: DemoWorld): Promise<DemoDelegations> {
  try {
    const access = await brokerAccess(settings, world);
    const probe = await access.asProbe();
    const before = Before.safeParse(JSON.parse(readIfThere(demoFilePath(settings.data)) ?? '{}')).data;
    const { pending, granted } = before?.delegations ?? {};
    return {
      pending: (await usable(probe, pending)) ?? (await filePending(probe, settings, world)),
      granted: (await usable(probe, granted)) ?? (await fileGranted(access, probe, settings, world)),
    };
  } catch (error) {
    console.error(
      `The demo's two delegations could not be made: ${error instanceof Error ? error.message : error}`,
    );
    return {};
  }
}

async function usable(probe: Call, id: string | undefined): Promise<string | undefined> {
  if (id === undefined) return undefined;
  const answer = await probe('GET', `/v1/delegations/${id}`).catch(() => undefined);
  const found = Delegation.safeParse(answer).data;
  if (!found || found.sessions.length > 0) return undefined;
  const end =
    found.status === 'pending' ? found.decide_by : found.status === 'granted' ? found.start_by : undefined;
  return end && end.getTime() - Date.now() > STILL_USEFUL_MS ? found.id : undefined;
}

/** A changed key takes a team lead and the security team: it stays pending. */
function filePending(probe: Call, settings: Settings, world: DemoWorld): Promise<string> {
  return file(probe, settings, customer(world, 'noel'), {
    actions: ['accounts:credential.list', 'accounts:credential.rotate'],
    purpose: { code: 'leaked-credential', ref: 'TCK-1042' },
    max_duration: 900,
    justification: 'The deploy key of this account was found in a public repository.',
  });
}

/** A read, so that the customer's consent suffices. */
async function fileGranted(
  access: BrokerAccess,
  probe: Call,
  settings: Settings,
  world: DemoWorld,
): Promise<string> {
  const mira = customer(world, 'mira');
  const id = await file(probe, settings, mira, {
    actions: ['accounts:profile.read', 'accounts:settings.read'],
    purpose: { code: 'check-setting', ref: 'TCK-1043' },
    max_duration: 1800,
    justification: 'The customer asks why notifications arrive twice.',
  });
  const asMira = await access.asPerson(mira);
  const asked = await asMira('POST', '/v1/statements', { kind: 'consent', target: id, decision: 'give' });
  const { statement, nonce } = Statement.parse(asked);
  await asMira('POST', `/v1/delegations/${id}/consent`, {
    decision: 'give',
    signed: { statement, nonce, method: 'session' },
  });
  return id;
}

async function file(
  probe: Call,
  { accountsApi }: Settings,
  subject: DemoPerson,
  {
    justification,
    ...details
  }: { justification: string; actions: string[]; purpose: object; max_duration: number },
): Promise<string> {
  const answer = await probe('POST', '/v1/delegations', {
    subject: subject.id,
    justification,
    authorization_details: [
      { type: 'delegation_session', locations: [accountsApi], identifier: subject.accounts[0], ...details },
    ],
  });
  return z.object({ id: z.string() }).parse(answer).id;
}

function customer({ people }: DemoWorld, login: string): DemoPerson {
  const found = people.find((person) => person.domain === 'customer' && person.login === login);
  if (!found) throw new LaunchError(`The demo world has no customer ${login}.`);
  return found;
}
