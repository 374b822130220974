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

/** The title of each action, by its id. */
export async function readActionTitles(principal: Principal): Promise<ReadonlyMap<string, string>> {
  const { backends } = await readCatalog(principal);
  return new Map(backends.flatMap(({ actions }) => actions.map(({ id, title }) => [id, title])));
}
