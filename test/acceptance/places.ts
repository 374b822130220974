import type { Kind } from './kinds.ts';
import { ACCESS_TOKEN, type Answer, GRANT_TOKEN, proofFor, type TokenHouse } from './token-house.ts';

/** Offers a token where one is taken, with everything else as it should be; answers whether it was taken. */
type Place = (kind: Kind) => Promise<boolean>;

export const placeNames = [
  'own API, DPoP',
  'own API, Bearer',
  'accounts API, DPoP',
  'accounts API, Bearer',
  'client_assertion at /token',
  'client_assertion at /introspect',
  'client_assertion at /revoke',
  'Authorization at /token',
  'DPoP header at /token',
  'DPoP header at the own API',
  'subject_token as ID token',
  'subject_token as grant token',
  'subject_token as access token',
  'subject_token as refresh token',
  'subject_token as JWT',
  'actor_token',
  'refresh_token',
  'introspection',
  'revocation',
] as const;

export type PlaceName = (typeof placeNames)[number];

const TOKEN_TYPE = 'urn:ietf:params:oauth:token-type';
/** RFC 9110 §5.5: a header has no line feeds; whoever sends some sends spaces. */
const inHeader = (token: string) => token.replaceAll('\n', ' ').replaceAll('—', '-').trim();

export function places(house: TokenHouse): Record<PlaceName, Place> {
  const { post, send, issuer } = house;
  const own = { grant_type: 'client_credentials' };
  const notOf =
    (...errors: string[]) =>
    ({ body }: Answer) =>
      !errors.includes(String(body.error));

  const asCredential =
    (name: PlaceName, scheme: string): Place =>
    async ({ holder, make }) => {
      const token = inHeader(await make(name));
      const isOwn = name.startsWith('own');
      const url = isOwn ? `${issuer}/v1/me` : house.backend.url;
      const dpop = await house.proof(holder.key, proofFor('GET', url, token));
      const headers = { authorization: `${scheme} ${token}`, dpop };
      const { status } = isOwn ? await send('/v1/me', { headers }) : await house.backend.read(headers);
      return status === 200;
    };

  const asAssertion =
    (name: PlaceName, url: '/token' | '/introspect' | '/revoke'): Place =>
    async ({ holder, make }) =>
      notOf('invalid_client')(
        await post(holder, url, { ...own, token: 'unknown', client_assertion: await make(name) }),
      );

  const asSubject =
    (name: PlaceName, type: string, isAlone = false): Place =>
    async ({ holder, make }) => {
      const form: Record<string, string> = {
        ...house.exchanging(holder),
        subject_token: await make(name),
        subject_token_type: type,
      };
      if (isAlone) for (const extra of ['actor_token', 'actor_token_type', 'resource']) delete form[extra];
      return (await post(holder, '/token', form)).status === 200;
    };

  return {
    'own API, DPoP': asCredential('own API, DPoP', 'DPoP'),
    'own API, Bearer': asCredential('own API, Bearer', 'Bearer'),
    'accounts API, DPoP': asCredential('accounts API, DPoP', 'DPoP'),
    'accounts API, Bearer': asCredential('accounts API, Bearer', 'Bearer'),
    'client_assertion at /token': asAssertion('client_assertion at /token', '/token'),
    'client_assertion at /introspect': asAssertion('client_assertion at /introspect', '/introspect'),
    'client_assertion at /revoke': asAssertion('client_assertion at /revoke', '/revoke'),
    'Authorization at /token': async ({ holder, make }) => {
      const token = inHeader(await make('Authorization at /token'));
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/x-www-form-urlencoded',
        dpop: await house.proof(holder.key),
      };
      return notOf('invalid_client')(
        await send('/token', { method: 'POST', headers, body: new URLSearchParams(own) }),
      );
    },
    'DPoP header at /token': async ({ holder, make }) =>
      notOf(
        'invalid_dpop_proof',
        'use_dpop_nonce',
      )(await post(holder, '/token', own, { dpop: inHeader(await make('DPoP header at /token')) })),
    'DPoP header at the own API': async ({ holder, make }) => {
      const dpop = inHeader(await make('DPoP header at the own API'));
      return (
        (await send('/v1/me', { headers: { authorization: `DPoP ${holder.own}`, dpop } })).status === 200
      );
    },
    'subject_token as ID token': asSubject('subject_token as ID token', `${TOKEN_TYPE}:id_token`, true),
    'subject_token as grant token': asSubject('subject_token as grant token', GRANT_TOKEN),
    'subject_token as access token': asSubject('subject_token as access token', ACCESS_TOKEN),
    'subject_token as refresh token': asSubject(
      'subject_token as refresh token',
      `${TOKEN_TYPE}:refresh_token`,
    ),
    'subject_token as JWT': asSubject('subject_token as JWT', `${TOKEN_TYPE}:jwt`),
    actor_token: async ({ holder, make }) => {
      const form = { ...house.exchanging(holder), actor_token: await make('actor_token') };
      return (await post(holder, '/token', form)).status === 200;
    },
    refresh_token: async ({ holder, make }) => {
      const form = { grant_type: 'refresh_token', refresh_token: await make('refresh_token') };
      return (await post(holder, '/token', form)).status === 200;
    },
    introspection: async ({ make }) => {
      const body = new URLSearchParams({ token: await make('introspection'), client_id: 'svc_accounts' });
      const sanUris = ['spiffe://countersign.demo/accounts-api'];
      const { status, body: answer } = await send('/introspect', { method: 'POST', body }, sanUris);
      if (status !== 200) throw new Error(`Introspection answered ${status}.`);
      return answer.active === true;
    },
    revocation: async ({ holder, make }) => {
      const token = await make('revocation');
      const told = async () =>
        (await house.entries('token.revoked')).length + (await house.entries('sign_in.ended')).length;
      const before = await told();
      await post(holder, '/revoke', { token });
      return (await told()) > before;
    },
  };
}
