import { expect, it } from 'vitest';
import { Refusal } from '../errors.ts';
import { originalRequest } from './original-request.ts';

const NGINX = { 'x-original-method': 'PUT', 'x-original-uri': '/accounts/8f2c/settings?x=1' };
const TRAEFIK = { 'x-forwarded-method': 'PUT', 'x-forwarded-uri': '/accounts/8f2c/settings?x=1' };
const AT = 'https://localhost:3001/v1/check';

type Headers = Record<string, string>;
const read = (url: string, headers: Headers = {}, method = 'GET') =>
  originalRequest(new Request(url, { method, headers }));

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return `${error.status} ${error.code}`;
  }
  return 'taken';
}

const settings = { method: 'PUT', path: '/accounts/8f2c/settings' };
const named = { action: 'accounts:settings.update', resource: 'account/8f2c' };
const query = '?action=accounts:settings.update&resource=account/{2}';

it('nginx, Traefik and Envoy tell the same', () => {
  const byHeader = { 'delegation-action': named.action, 'delegation-resource': 'account/{2}' };
  expect(read(`${AT}${query}`, NGINX)).toEqual({ ...settings, ...named, yes: 204 });
  expect(read(`${AT}${query}`, TRAEFIK)).toEqual({ ...settings, ...named, yes: 204 });
  expect(read(`${AT}/accounts/8f2c/settings?x=1`, byHeader, 'PUT')).toEqual({
    ...settings,
    ...named,
    yes: 200,
  });
  const unnamed = { ...settings, action: undefined, resource: undefined };
  expect(read(AT, NGINX)).toEqual({ ...unnamed, yes: 204 });
  expect(read(`${AT}/`, {}, 'PUT')).toEqual({ ...unnamed, path: '/', yes: 200 });
});

it('with Envoy the query is the caller’s and names nothing', () => {
  expect(read(`${AT}/accounts${query}`)).toMatchObject({ action: undefined, resource: undefined });
});

it.each<[why: string, url: string, headers: Headers, method?: string]>([
  ['no pair', AT, {}],
  ['half a pair of nginx', AT, { 'x-original-uri': '/' }],
  ['half a pair of Traefik', AT, { 'x-forwarded-method': 'GET' }],
  ['one half of each', AT, { 'x-original-method': 'GET', 'x-forwarded-uri': '/' }],
  ['both pairs', AT, { ...NGINX, ...TRAEFIK }],
  ['a pair and half of the other', AT, { ...NGINX, 'x-forwarded-uri': '/' }],
  ['another method', AT, NGINX, 'POST'],
  ['an action by header', AT, { ...NGINX, 'delegation-action': 'accounts:settings.read' }],
  ['a resource by header', `${AT}${query}`, { ...NGINX, 'delegation-resource': 'account/1' }],
  ['a resource without action', `${AT}?resource=account/1`, NGINX],
  ['an action named twice', `${AT}${query}&action=accounts:profile.read`, NGINX],
  ['something else in the query', `${AT}?method=GET`, NGINX],
  ['no name of an action', `${AT}?action=everything`, NGINX],
  ['an empty action', `${AT}?action=`, NGINX],
  ['a resource that is no path', `${AT}?action=accounts:settings.read&resource=account/*`, NGINX],
  ['a place that is none', `${AT}?action=accounts:settings.read&resource=account/{0}`, NGINX],
  ['Envoy with nginx’s headers', `${AT}/accounts`, NGINX],
  ['Envoy with one of Traefik’s', `${AT}/accounts`, { 'x-forwarded-uri': '/' }],
  ['Envoy with a resource without action', `${AT}/accounts`, { 'delegation-resource': 'account/1' }],
  ['another address', 'https://localhost:3001/v1/checks', NGINX],
])('a gateway that asks with %s is told so: 400', (_, url, headers, method) => {
  expect(refusal(() => read(url, headers, method))).toBe('400 gateway_misconfigured');
});

it.each<[why: string, url: string, headers: Headers, method?: string]>([
  ['two paths', AT, { ...NGINX, 'x-original-uri': '/accounts, /admin' }],
  ['two methods', AT, { ...NGINX, 'x-original-method': 'GET, PUT' }],
  ['a method in small letters', AT, { ...NGINX, 'x-original-method': 'get' }],
  ['an empty segment', AT, { ...NGINX, 'x-original-uri': '//accounts' }],
  ['a hidden slash', `${AT}/accounts%2F8f2c`, {}],
  ['an empty segment, by Envoy', `${AT}//accounts`, {}],
  ['no segment at that place', `${AT}?action=accounts:settings.read&resource=account/{9}`, NGINX],
  [
    'a segment that is no plain one',
    `${AT}?action=accounts:settings.read&resource=account/{2}`,
    { ...NGINX, 'x-original-uri': '/accounts/caf%C3%A9' },
  ],
])('a caller who comes with %s is turned away: 403', (_, url, headers, method) => {
  expect(refusal(() => read(url, headers, method))).toBe('403 unusable_path');
});
