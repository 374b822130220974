import { Refusal } from '../errors.ts';
import { plainPath } from './plain-path.ts';

/** What the caller of a gateway asked for, and what the gateway's configuration says that it is. */
export interface OriginalRequest {
  readonly method: string;
  /** Without query. One spelling only, so that whoever routes by it reads the same. */
  readonly path: string;
  readonly action: string | undefined;
  /** A path such as `account/8f2c`. */
  readonly resource: string | undefined;
  /** What this gateway takes for a yes: Envoy only 200, nginx and Traefik any 2xx. */
  readonly yes: 200 | 204;
}

const CHECK = '/v1/check';
const NGINX = { method: 'x-original-method', target: 'x-original-uri' };
const TRAEFIK = { method: 'x-forwarded-method', target: 'x-forwarded-uri' };
const NAMED_BY_HEADER = { action: 'delegation-action', resource: 'delegation-resource' };

const METHOD = /^[A-Z]{1,20}$/;
const ACTION = /^[a-z][a-z0-9-]*:[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/;
const SEGMENT = /^[A-Za-z0-9._~-]{1,128}$/;
const PLACE = /^\{([1-9])\}$/;

/** Whoever set up the gateway has to look; nginx makes a 500 of it. */
export function misconfigured(why: string): Refusal {
  return new Refusal('gateway_misconfigured', 'The gateway does not ask as one that is set up well.', {
    status: 400,
    detail: why,
  });
}

/** 403, because `auth_request` knows no 400 and this is the end caller's doing. */
export function unusable(why: string): Refusal {
  return new Refusal('unusable_path', 'This path can be read in more than one way.', {
    status: 403,
    detail: why,
  });
}

/**
 * Three dialects, told apart by what no end caller can write: the path that the gateway was set up to ask at.
 * `/v1/check` itself: nginx (`X-Original-Method`, `X-Original-URI`) or Traefik (`X-Forwarded-Method`,
 * `X-Forwarded-Uri`), by whose pair of headers is there; a trace of the other pair, or of Envoy's headers, is a
 * caller who tries another dialect through a gateway that passes headers on, and nothing is answered.
 * Below it: Envoy, which appends the caller's path to its prefix and keeps the method.
 *
 * The action and the resource are named where the end caller cannot: nginx and Traefik pass the caller's headers on
 * unless told otherwise, so there the query of the address counts, which only the configuration writes. With Envoy the
 * query is the caller's and headers are passed only by name, so there `headers_to_add` counts, which overrides.
 */
export function originalRequest({ method, url, headers }: Request): OriginalRequest {
  const target = url.replace(/^https?:\/\/[^/?#]*/i, '');
  const [path = ''] = target.split('?', 1);
  if (path === CHECK) return ofHeaders(method, target.slice(path.length + 1), headers);
  if (path.startsWith(`${CHECK}/`)) return ofEnvoy(method, target.slice(CHECK.length), headers);
  throw misconfigured('asked at an address that is no gateway’s');
}

function ofHeaders(method: string, query: string, headers: Headers): OriginalRequest {
  if (method !== 'GET') throw misconfigured('asked by another method than GET');
  const traces = (names: object) => Object.values(names).filter((name) => headers.has(name)).length;
  if (traces(NAMED_BY_HEADER) > 0) throw misconfigured('names the action by a header');
  const [nginx, traefik] = [traces(NGINX), traces(TRAEFIK)];
  if (nginx + traefik !== 2 || nginx === 1) throw misconfigured('does not speak exactly one dialect');
  const from = nginx === 2 ? NGINX : TRAEFIK;
  const named = new URLSearchParams(query);
  const unknown = [...named.keys()].some((name) => name !== 'action' && name !== 'resource');
  if (unknown || new Set(named.keys()).size !== named.size) throw misconfigured('has a query of its own');
  return {
    ...pathAndMethod(headers.get(from.target) ?? '', headers.get(from.method) ?? ''),
    ...naming(headers.get(from.target) ?? '', named.get('action'), named.get('resource')),
    yes: 204,
  };
}

function ofEnvoy(method: string, target: string, headers: Headers): OriginalRequest {
  const foreign = [...Object.values(NGINX), ...Object.values(TRAEFIK)];
  if (foreign.some((name) => headers.has(name))) throw misconfigured('does not speak exactly one dialect');
  const { action, resource } = NAMED_BY_HEADER;
  return {
    ...pathAndMethod(target, method),
    ...naming(target, headers.get(action), headers.get(resource)),
    yes: 200,
  };
}

function pathAndMethod(target: string, method: string) {
  if (!METHOD.test(method)) throw unusable('the method is none');
  const path = plainPath(target);
  if (path === undefined) throw unusable('the path is not in its one spelling');
  return { method, path };
}

function naming(target: string, action: string | null, resource: string | null) {
  if (action === null && resource !== null) throw misconfigured('names a resource and no action');
  if (action !== null && !ACTION.test(action)) throw misconfigured('names an action that cannot be one');
  return {
    action: action ?? undefined,
    resource: resource === null ? undefined : resourceIn(resource, plainPath(target) ?? ''),
  };
}

/** `account/{2}`: `{n}` is the n-th segment of the caller's path, so that one configuration serves all accounts. */
function resourceIn(template: string, path: string): string {
  const segments = path.split('/').slice(1);
  const named = template.split('/').map((part) => {
    const [, place] = PLACE.exec(part) ?? [];
    if (place === undefined && !SEGMENT.test(part))
      throw misconfigured('names a resource that cannot be one');
    return place === undefined ? part : decodeURIComponent(segments[Number(place) - 1] ?? '');
  });
  if (!named.every((part) => SEGMENT.test(part) && part !== '.' && part !== '..'))
    throw unusable('what names the resource is no plain segment');
  return named.join('/');
}
