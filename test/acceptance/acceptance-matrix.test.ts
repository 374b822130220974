import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Kind, type KindName, kinds } from './kinds.ts';
import { type PlaceName, placeNames, places } from './places.ts';
import { openTokenHouse, type TokenHouse } from './token-house.ts';

const AS_CLIENT = [
  'client_assertion at /token',
  'client_assertion at /introspect',
  'client_assertion at /revoke',
] as const;

/** Where each kind is taken. Everywhere else it is refused, in the hands of those it was made for. */
const TAKEN: Record<KindName, readonly PlaceName[]> = {
  'ID token': ['subject_token as ID token'],
  'logout token': [],
  'logout token without a type': [],
  'sign-in token': ['own API, DPoP', 'actor_token', 'revocation'],
  "customer's sign-in token": ['own API, DPoP', 'revocation'],
  'service token': ['own API, DPoP', 'actor_token', 'revocation'],
  'delegated token': ['accounts API, DPoP', 'introspection', 'revocation'],
  'grant token': ['subject_token as grant token'],
  'client assertion': AS_CLIENT,
  'client assertion without a type': AS_CLIENT,
  'DPoP proof': ['DPoP header at /token', 'DPoP header at the own API'],
  'security event token': [],
  'introspection response': [],
  'introspection response that says it all': [],
  'consent receipt': [],
  'token of no kind': [],
  'log checkpoint': [],
  'refresh token': ['refresh_token', 'revocation'],
};

let house: TokenHouse;
beforeAll(async () => {
  house = await openTokenHouse();
});
afterAll(() => house?.close());

it('every kind of token is taken where it belongs and nowhere else', async () => {
  const all: Record<KindName, Kind> = kinds(house);
  const at = places(house);
  const seen = Object.fromEntries(Object.keys(all).map((name) => [name, [] as PlaceName[]]));
  // The last place, and the last kind there, end what the others stand on.
  for (const place of placeNames)
    for (const [name, kind] of Object.entries(all)) if (await at[place](kind)) seen[name]?.push(place);
  expect(seen).toEqual(TAKEN);
}, 240_000);
