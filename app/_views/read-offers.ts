import type { OfferableView, OfferView } from '#components/delegation/view.ts';
import { answer } from '#lib/broker/answer.ts';
import type { Principal } from '#lib/broker/require-principal.ts';
import { readCatalog } from './catalog-view.ts';

export async function readOffers(principal: Principal): Promise<OfferView[]> {
  const [catalog, { items }] = await Promise.all([
    readCatalog(principal),
    answer(principal.api.GET('/v1/me/offers')),
  ]);
  const titles = new Map(
    catalog.backends.flatMap(({ actions }) => actions.map(({ id, title }) => [id, title])),
  );
  return items.map(({ id, identifier, actions, max_duration, status, expires_at, delegation }) => ({
    id,
    identifier,
    actions: actions.map((action) => titles.get(action) ?? action),
    maxDurationS: max_duration,
    status,
    expiresAt: expires_at,
    delegation,
  }));
}

/** What only looks is put forward; the broker has policy's word on what may be offered. */
export async function readOfferable(principal: Principal): Promise<OfferableView[]> {
  const [catalog, { items }] = await Promise.all([
    readCatalog(principal),
    answer(principal.api.GET('/v1/me/accounts')),
  ]);
  return items.map(({ backend, identifier, label }) => ({
    identifier,
    label,
    actions: (catalog.backends.find(({ id }) => id === backend)?.actions ?? []).filter(
      ({ risk }) => risk === 'read',
    ),
  }));
}
