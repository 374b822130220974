import { KeyObject, sign } from 'node:crypto';
import type { Key } from '#broker/oauth/test-key.ts';
import { ACCESS_TOKEN, proofFor, type TokenHouse } from './token-house.ts';

type Json = Record<string, unknown>;

export interface Parts {
  header: Json;
  payload: Json;
}

/** Somewhere that takes one kind of token, with the means to make a good one out of any header and payload. */
export interface Taker {
  readonly name: string;
  readonly key: KeyObject;
  readonly publicJwk: Json;
  /** Of a good token; of one that is taken once, new each time. */
  parts(): Promise<Parts>;
  takes(token: string): Promise<boolean>;
}

export const encoded = (part: Json | string): string =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');

export function signed(header: Json | string, payload: Json | string, key: KeyObject): string {
  const input = `${encoded(header)}.${encoded(payload)}`;
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

const partsOf = (token: string): Parts => {
  const [header = '', payload = ''] = token
    .split('.')
    .map((part) => Buffer.from(part, 'base64url').toString());
  return { header: JSON.parse(header), payload: JSON.parse(payload) };
};

const keyOf = ({ privateKey }: Key): KeyObject => KeyObject.from(privateKey);

export async function takers(house: TokenHouse): Promise<readonly Taker[]> {
  const { ana, probe, issuer, oauth, context } = house;
  const { key: brokerKey, kid } = await oauth.keys.signingKey(context);
  const [published] = (await oauth.keys.publicKeys(context)).filter((jwk) => jwk.kid === kid);
  const delegated = await house.delegated(ana);
  const own = { grant_type: 'client_credentials' };
  const ofBroker = { key: brokerKey, publicJwk: { ...published } };
  const ofProvider = { key: keyOf(house.provider.key), publicJwk: { ...house.provider.key.jwk } };
  const ofProbe = { key: keyOf(probe.key), publicJwk: { ...probe.key.jwk } };
  return [
    {
      name: 'own API, access token',
      ...ofBroker,
      parts: async () => partsOf(ana.own),
      takes: async (token) => {
        const dpop = await house.proof(ana.key, proofFor('GET', `${issuer}/v1/me`, token.trim()));
        const headers = { authorization: `DPoP ${token}`, dpop };
        return (await house.send('/v1/me', { headers })).status === 200;
      },
    },
    {
      name: 'accounts API, delegated token',
      ...ofBroker,
      parts: async () => partsOf(delegated),
      takes: async (token) => {
        const dpop = await house.proof(ana.key, proofFor('GET', house.backend.url, token.trim()));
        return (await house.backend.read({ authorization: `DPoP ${token}`, dpop })).status === 200;
      },
    },
    {
      name: 'introspection, delegated token',
      ...ofBroker,
      parts: async () => partsOf(delegated),
      takes: async (token) => {
        const body = new URLSearchParams({ token, client_id: 'svc_accounts' });
        const sanUris = ['spiffe://countersign.demo/accounts-api'];
        return (await house.send('/introspect', { method: 'POST', body }, sanUris)).body.active === true;
      },
    },
    {
      name: 'grant token',
      ...ofBroker,
      parts: async () => partsOf(ana.grant),
      takes: async (token) =>
        (await house.post(ana, '/token', { ...house.exchanging(ana), subject_token: token })).status === 200,
    },
    {
      name: 'actor token',
      ...ofBroker,
      parts: async () => partsOf(ana.own),
      takes: async (token) =>
        (
          await house.post(ana, '/token', {
            ...house.exchanging(ana),
            actor_token: token,
            actor_token_type: ACCESS_TOKEN,
          })
        ).status === 200,
    },
    {
      name: 'ID token',
      ...ofProvider,
      parts: async () => partsOf(await house.idToken('support', 'ana', {})),
      takes: async (token) =>
        (
          await house.post(ana, '/token', {
            grant_type: house.exchanging(ana).grant_type,
            subject_token: token,
            subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
          })
        ).status === 200,
    },
    {
      name: 'client assertion',
      ...ofProbe,
      parts: async () => partsOf(await house.assertion('svc_probe', probe.key)),
      takes: async (token) =>
        (await house.post(probe, '/token', { ...own, client_assertion: token })).status === 200,
    },
    {
      name: 'DPoP proof',
      ...ofProbe,
      parts: async () => partsOf(await house.proof(probe.key)),
      takes: async (token) => (await house.post(probe, '/token', own, { dpop: token })).status === 200,
    },
  ];
}
