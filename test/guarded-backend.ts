import { createResourceServer, memoryReplayStore } from '@countersign/resource-server';
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

/** A backend with the SDK that follows the house's own broker. The house's clock must be near the real one. */
export async function openGuardedBackend(house: DelegatedHouse) {
  const loops = [
    startSequencer(house.database, 'test', pino({ level: 'silent' }), () => undefined),
    startPushRevocation(house.services, house.signals),
  ];
  const server = createResourceServer({
    issuer: house.issuer,
    resource: RESOURCE,
    actions: { 'accounts:settings.read': { risk: 'read' } },
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
  server.start();
  while (!server.ready()) await new Promise((resolve) => setTimeout(resolve, 20));
  return {
    reads: async (who: SignedIn, token: string, input: { account: string; owner: string }) => {
      const call = {
        method: 'GET',
        url: `${RESOURCE}/settings`,
        headers: new Headers({ authorization: `Bearer ${token}` }),
        certificateThumbprint: who.thumbprint,
      };
      return (await settings.run(call, input, async () => new Response('Settings.'))).status;
    },
    stop: async () => {
      await server.stop();
      for (const loop of loops) await loop.stop();
    },
  };
}
