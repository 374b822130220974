import type { CatalogView } from '#components/delegation/view.ts';
import { answer } from '#lib/broker/answer.ts';
import type { Principal } from '#lib/broker/require-principal.ts';

export async function readCatalog(principal: Principal): Promise<CatalogView> {
  const { backends, intents } = await answer(principal.api.GET('/v1/catalog'));
  return {
    backends,
    intents: intents.map(({ max_duration, ...intent }) => ({ ...intent, maxDurationS: max_duration })),
  };
}
