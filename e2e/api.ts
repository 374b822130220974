import { type Api, createApi, createTokenClient, importSigningKey } from '@countersign/client';
import { Agent } from 'undici';
import { callerThrough } from '#bin/launch/caller.ts';
import { signInAt } from '#examples/demo-world/code-flow.ts';
import { type Door, demo, person } from './people.ts';

/** The broker's API for a person who signed in at a door's identity provider, without any console. */
export async function apiAs(door: Door, login: string): Promise<Api> {
  const { broker, ca, clients, signIn } = demo();
  const { iss, password } = person(door, login);
  const { client_id: clientId, redirect_uri: redirectUri } = signIn[door];
  const dispatcher = new Agent({ connect: { ca } });
  const send = callerThrough(dispatcher);
  const key = await importSigningKey(clients.probe.privateKeyJwk);
  const tokens = createTokenClient({
    issuer: broker,
    clientId: clients.probe.client_id,
    authentication: { method: 'private_key_jwt', key },
    dpop: key,
    fetch: send,
  });
  const { idToken } = await signInAt({ issuer: iss, clientId, redirectUri, login, password });
  const { accessToken } = await tokens.exchangeSignIn({ idToken });
  return createApi({ issuer: broker, token: accessToken, dpop: key, fetch: send });
}
