import { createResourceServer, mask, memoryReplayStore } from '@countersign/resource-server';
import pino from 'pino';
import { startSequencer } from '#broker/audit/sequencer.ts';
import { startPushRevocation } from '#broker/followers/push-revocation.ts';
import { type DelegatedHouse, RESOURCE, type SignedIn } from './delegated-house.ts';

const BACKEND = {
  thumbprint: 'svc_accounts',
  sanUris: ['spiffe://countersign.demo/svc_accounts'],
  issuedAt: new Date(),
  subject: '',
};

export const MIRA = { name: 'Mira Castellanos', email: 'mira@low-tide.example', phone: '+353 1 555 0142' };

/** A backend with the SDK that follows the house's own broker. The house's clock must be near the real one. */
export async function openGuardedBackend(house: DelegatedHouse) {
  const loops = [
    startSequencer(house.database, 'test', pino({ level: 'silent' }), () => undefined),
    startPushRevocation(house.services, house.signals),
  ];
  const server = createResourceServer({
    issuer: house.issuer,
    resource: RESOURCE,
    actions: {
      'accounts:settings.read': { risk: 'read' },
      'accounts:profile.read': { risk: 'read', masks: ['email', 'phone'] },
    },
    replay: memoryReplayStore(),
    clock: { now: () => house.clock.at, monotonic: () => performance.now() },
    broker: {
      clientId: 'svc_accounts',
      fetch: async (url, { redirect: _, signal, ...request }) => {
        const connection = { remoteAddress: '127.0.0.1', certificate: BACKEND };
        const response = await house.app.request(url, request, { connection });
        // As over a network: who hangs up hears nothing more.
        const hungUp = signal === undefined ? {} : { signal };
        return new Response(response.body?.pipeThrough(new TransformStream(), hungUp) ?? null, response);
      },
    },
  });
  const settings = server.guard<{ account: string; owner: string }>({
    action: 'accounts:settings.read',
    identifier: ({ account }) => [...account.split('/'), 'settings'],
    owner: async ({ owner }) => owner,
  });
  const profile = server.guard<{ account: string; owner: string }>({
    action: 'accounts:profile.read',
    identifier: ({ account }) => account.split('/'),
    owner: async ({ owner }) => owner,
  });
  const callOf = (who: SignedIn, token: string, path: string) => ({
    method: 'GET',
    url: `${RESOURCE}${path}`,
    headers: new Headers({ authorization: `Bearer ${token}` }),
    certificateThumbprint: who.thumbprint,
  });
  server.start();
  while (!server.ready()) await new Promise((resolve) => setTimeout(resolve, 20));
  return {
    reads: async (who: SignedIn, token: string, input: { account: string; owner: string }) => {
      const call = callOf(who, token, '/settings');
      return (await settings.run(call, input, async () => new Response('Settings.'))).status;
    },
    /** Mira's profile as the caller is shown it; a backend that has not heard the broker for a moment is asked again. */
    shows: async (who: SignedIn, token: string): Promise<unknown> => {
      const input = { account: house.accountOf('mira'), owner: house.who('customer', 'mira').id };
      const hidden = { email: () => 'hidden', phone: () => 'hidden' };
      for (;;) {
        const answer = await profile.run(callOf(who, token, '/profile'), input, async (delegation) =>
          Response.json(mask(delegation, { ...MIRA }, hidden)),
        );
        if (answer.status !== 503) return answer.status === 200 ? answer.json() : answer.status;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    stop: async () => {
      await server.stop();
      for (const loop of loops) await loop.stop();
    },
  };
}
